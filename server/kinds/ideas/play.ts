import { nameOf } from '#domain/parts/harvest/harvest.ts';
import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import type { Play } from '#server/rehearsal/play.ts';
import { harvesting, sorting, writing, type StoryCard, type StoryGroup } from '#server/parts/cards/play.ts';

const cards: StoryCard[] = wilgenmeer.ideas.map(({ key, by, text }) => ({ key, by, text, group: key }));

const themeCalled = (key: string) => wilgenmeer.themes.find((theme) => theme.key === key)!.name;
const tensionCalled = (key: string) => {
	const { poleA, poleB } = wilgenmeer.tensions.find((tension) => tension.key === key)!;
	return nameOf('tension', { poleA, poleB });
};

/** Each idea stands for itself. */
export const solutionGroups: StoryGroup[] = wilgenmeer.ideas.map(({ key, text, what, themes, tensions }) => ({
	key,
	title: text,
	texts: { what: what ?? '' },
	restsOn: [...themes.map(themeCalled), ...tensions.map(tensionCalled)]
}));

export const ideas: Play = {
	kind: 'ideas',
	stages: {
		writing: (scene) => writing(scene, cards),
		sorting: (scene) => sorting(scene, solutionGroups, cards),
		harvested: (scene) => harvesting(scene, solutionGroups)
	}
};
