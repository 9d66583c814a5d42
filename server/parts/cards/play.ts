import type * as Y from 'yjs';
import { boardDocument, type BoardPlace } from '#wire/parts/board/board.ts';
import type { CardsState } from '#wire/parts/cards/state.ts';
import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import { acting, type Deed, type Scene } from '#server/rehearsal/play.ts';
import type { Player } from '#server/rehearsal/cast.ts';

// What people do in any step with cards: write, group, give dots, write texts, say what rests on what.

export interface StoryCard {
	key: string;
	/** Who wrote it, by key. */
	by: string;
	text: string;
	/** The group that it ended in, by key; null: it stayed loose. */
	group: string | null;
	/** The card that says the same, by key. */
	sameAs?: string;
	/** What the prompt that it belongs under is tagged with; left out: the first prompt. */
	tag?: string;
}

export interface StoryGroup {
	key: string;
	title: string;
	/** Texts of what it becomes, by field. */
	texts: Record<string, string>;
	/** What that rests on, by name. */
	restsOn: string[];
}

/** The part of the step's facts that is about cards, or null. */
export const cardsIn = ({ step }: Scene): CardsState | null =>
	step.state?.part === 'cards' ? step.state : null;

export const groupIdOf = ({ cast }: Scene, key: string) => cast.idOf(`${key}group`);

/** Everybody writes their own. A prompt that the facilitator took out of the step has no cards. */
export function writing(scene: Scene, cards: readonly StoryCard[]): Deed[] {
	const prompts = cardsIn(scene)?.prompts ?? [];
	return cards.flatMap(({ key, by, text, tag }) => {
		const prompt = tag === undefined ? prompts[0] : prompts.find((p) => p.tag === tag);
		const id = scene.cast.idOf(key);
		if (!prompt) return [];
		return [acting(scene, scene.cast.playing(by), key, { act: 'addCard', id, prompt: prompt.id, text })];
	});
}

/** Each group is made by somebody else, who lays in it what lies loose and belongs there. */
export function sorting(scene: Scene, groups: readonly StoryGroup[], cards: readonly StoryCard[]): Deed[] {
	return groups.map((group, index) => {
		const by = scene.cast.people[(index * 5) % scene.cast.people.length]!;
		const own = cards.filter((card) => card.group === group.key);
		return { key: `group ${group.key}`, by, do: () => layGroup(scene, by, group, own, (index + 1) * 1000) };
	});
}

function layGroup(scene: Scene, by: Player, group: StoryGroup, own: readonly StoryCard[], order: number) {
	const id = groupIdOf(scene, group.key);
	return by.somebody.write(boardDocument(scene.step.id), (doc) => {
		const place = doc.getMap<BoardPlace>('place');
		if (!doc.getMap('groups').has(id)) doc.getMap('groups').set(id, { title: group.title, order });
		own.forEach(({ key, sameAs }, index) => {
			const card = scene.cast.idOf(key);
			if (!doc.getMap('cards').has(card) || place.get(card)?.group) return;
			const on = sameAs === undefined ? null : scene.cast.idOf(sameAs);
			place.set(card, { group: id, on, order: (index + 1) * 1000 });
		});
	});
}

/**
 * Everybody gives their dots to what weighs most for them; `weight` is 1 to 5 for a person and a group. Groups that
 * the facilitator made weigh 3.
 */
export async function weighing(
	scene: Scene,
	groups: readonly StoryGroup[],
	weight: (by: Player, group: StoryGroup) => number
): Promise<Deed[]> {
	const { step, cast } = scene;
	const dots = cardsIn(scene)?.dots;
	const first = cast.people[0];
	if (!dots || dots.closedAt !== null || !first) return [];
	const board = await first.somebody.read(boardDocument(step.id), (doc) => [...doc.getMap('groups').keys()]);
	return cast.people.flatMap((by) => {
		const place = wilgenmeer.people.findIndex((person) => person.key === by.key);
		const weighed = board.map((id, index) => {
			const known = groups.find((group) => groupIdOf(scene, group.key) === id);
			const at = known ? groups.indexOf(known) : index;
			return { id, weight: (known ? weight(by, known) : 3) + ((at * 7 + place * 3) % 8) / 8 };
		});
		return weighed
			.sort((a, b) => b.weight - a.weight)
			.slice(0, dots.each)
			.map(({ id }) => acting(scene, by, `${by.key} ${id}`, { act: 'dots', group: id, dots: '1' }));
	});
}

/** What was harvested gets its texts, where nobody wrote any, and is linked to what it rests on. */
export function harvesting(scene: Scene, groups: readonly StoryGroup[]): Deed[] {
	const now = cardsIn(scene);
	return (now?.harvest ?? []).flatMap((item, index) => {
		const group = groups.find((g) => groupIdOf(scene, g.key) === item.group);
		if (!group) return [];
		const by = scene.cast.people[(index * 5) % scene.cast.people.length]!;
		const missing = now!.linkable.filter(
			({ id, name }) => group.restsOn.includes(name) && !item.links.includes(id)
		);
		return [
			writingTexts(scene, by, item.id, group.texts),
			...missing.map(({ id }) =>
				acting(scene, by, `${item.id} ${id}`, { act: 'link', from: item.id, to: id, on: 'yes' })
			)
		];
	});
}

/** Writes the texts of one harvest that are still empty. */
export function writingTexts(scene: Scene, by: Player, id: string, texts: Record<string, string>): Deed {
	return {
		key: `texts ${id}`,
		by,
		do: () =>
			by.somebody.write(boardDocument(scene.step.id), (doc) => {
				const written = doc.getMap<Y.Text>('texts');
				for (const [field, words] of Object.entries(texts)) {
					const text = written.get(`${id}.${field}`);
					if (text?.length === 0) text.insert(0, words);
				}
			})
	};
}
