import { movers, type Weighed } from '#domain/kinds/choose/judgement.ts';
import { inWordsFirst } from '#lib/ui/in-words.ts';
import { m } from '#lib/paraglide/messages.js';

/** So many names are said; more are only counted. */
const most = 3;

/** One sentence above the picture: what changes place most between the two ways of counting (Z7). */
export function moversSentence(weighed: readonly Weighed[], nameOf: (solution: string) => string): string {
	const moved = movers(weighed);
	const [first] = moved;
	if (!first) return m.choose_lenses_agree();
	if (moved.length > most) return m.choose_movers_many({ count: inWordsFirst(moved.length) });
	if (moved.length > 1)
		return m.choose_movers({ names: moved.map(({ solution }) => nameOf(solution)).join(', ') });
	const name = nameOf(first.solution);
	return first.share < first.raw ? m.choose_mover_up({ name }) : m.choose_mover_down({ name });
}
