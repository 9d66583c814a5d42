import {
	clauseOf,
	otherPole,
	poleOf,
	type Lack,
	type Pole,
	type Quadrant
} from '#domain/kinds/both-and/tension.ts';
import { m } from '#lib/paraglide/messages.js';
import type { TensionState } from '#wire/kinds/both-and/state.ts';

type Named = Pick<TensionState, 'texts'>;

/** The name of a pole, or which of the two it is while it has none. */
export const sideOf = (tension: Named, pole: Pole): string =>
	poleOf(tension, pole) || (pole === 'a' ? m.tension_pole_a() : m.tension_pole_b());

const names = (tension: Named, pole: Pole) => ({
	pole: sideOf(tension, pole),
	other: sideOf(tension, otherPole(pole))
});

export const quadrantTitle = (tension: Named, quadrant: Quadrant): string =>
	isGood(quadrant)
		? m.tension_plus(names(tension, poleIn(quadrant)))
		: m.tension_minus(names(tension, poleIn(quadrant)));

export const quadrantHint = (tension: Named, quadrant: Quadrant): string =>
	isGood(quadrant) ? m.tension_plus_hint(names(tension, poleIn(quadrant))) : m.tension_minus_hint();

const poleIn = (quadrant: Quadrant): Pole => (quadrant.startsWith('a') ? 'a' : 'b');
const isGood = (quadrant: Quadrant): boolean => quadrant.endsWith('plus');

/** 'Wij … én wij …': what is not written yet is an ellipsis. */
export function sentenceOf(tension: Named): string {
	const [a, b] = [clauseOf(tension, 'a'), clauseOf(tension, 'b')];
	return a && b ? m.tension_sentence({ a, b }) : m.tension_sentence_open({ a: a || '…', b: b || '…' });
}

export const hasSentence = (tension: Named): boolean =>
	clauseOf(tension, 'a') !== '' || clauseOf(tension, 'b') !== '';

/** What a map misses, in words. */
export function lackWords(tension: Named, lack: Lack): string {
	switch (lack) {
		case 'pole-a':
			return m.tension_lacks_pole_a();
		case 'pole-b':
			return m.tension_lacks_pole_b();
		case 'neutral-a':
		case 'neutral-b':
			return m.tension_lacks_neutral(names(tension, sideIn(lack)));
		case 'theme':
			return m.tension_lacks_theme();
		case 'a-plus':
		case 'b-plus':
			return m.tension_lacks_plus(names(tension, poleIn(lack)));
		case 'a-minus':
		case 'b-minus':
			return m.tension_lacks_minus(names(tension, poleIn(lack)));
		case 'other-a':
		case 'other-b':
			return m.tension_lacks_other(names(tension, sideIn(lack)));
		case 'purpose':
			return m.tension_lacks_purpose();
		case 'fear':
			return m.tension_lacks_fear();
		case 'signal-a':
		case 'signal-b':
			return m.tension_lacks_signal(names(tension, sideIn(lack)));
		case 'clause-a':
		case 'clause-b':
			return m.tension_lacks_clause(names(tension, sideIn(lack)));
		case 'owners':
			return m.tension_lacks_owners();
		default:
			return lack satisfies never;
	}
}

const sideIn = (lack: Lack): Pole => (lack.endsWith('-a') ? 'a' : 'b');
