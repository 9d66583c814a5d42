import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import type { Play } from '#server/rehearsal/play.ts';
import {
	harvesting,
	sorting,
	weighing,
	writing,
	type StoryCard,
	type StoryGroup
} from '#server/parts/cards/play.ts';

const cards: StoryCard[] = wilgenmeer.futureCards.map(({ form, theme, ...card }) => ({
	...card,
	group: theme,
	tag: form
}));

const valueCalled = (key: string) => wilgenmeer.values.find((value) => value.key === key)!.name;

export const themeGroups: StoryGroup[] = wilgenmeer.themes.map(({ key, name, vision, values }) => ({
	key,
	title: name,
	texts: { vision },
	restsOn: values.map(valueCalled)
}));

/** What stands lowest today, in the eyes of one's own organisation, weighs most. */
function weight({ organisation }: { organisation: string | null }, { key }: StoryGroup): number {
	const own = wilgenmeer.scores.find((score) => score.theme === key && score.organisation === organisation);
	return 6 - (own?.score ?? 3);
}

export const future: Play = {
	kind: 'future',
	stages: {
		writing: (scene) => writing(scene, cards),
		sorting: (scene) => sorting(scene, themeGroups, cards),
		weighing: (scene) => weighing(scene, themeGroups, weight),
		harvested: (scene) => harvesting(scene, themeGroups)
	}
};
