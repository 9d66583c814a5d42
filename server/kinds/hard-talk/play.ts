import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import type { Play } from '#server/rehearsal/play.ts';
import { writing, type StoryCard } from '#server/parts/cards/play.ts';

const cards: StoryCard[] = wilgenmeer.hardCards.map(({ key, by, text }) => ({ key, by, text, group: null }));

/** What is said in the talk itself is said aloud, and nobody writes it down. */
export const hardTalk: Play = {
	kind: 'hard-talk',
	stages: { writing: (scene) => writing(scene, cards) }
};
