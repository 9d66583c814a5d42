import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import type { Play } from '#server/rehearsal/play.ts';
import type { Player } from '#server/rehearsal/cast.ts';
import {
	harvesting,
	sorting,
	weighing,
	writing,
	type StoryCard,
	type StoryGroup
} from '#server/parts/cards/play.ts';
import { consenting, consentIn } from '#server/parts/consent/play.ts';

const cards: StoryCard[] = wilgenmeer.valueCards.map(({ value, ...card }) => ({ ...card, group: value }));

export const valueGroups: StoryGroup[] = wilgenmeer.values.map(({ key, name, meaning, seen, unseen }) => ({
	key,
	title: name,
	texts: { meaning, seen, unseen },
	restsOn: []
}));

/** What one's organisation finds most indispensable; for residents what gives them a say. */
function weight({ organisation }: Player, { key }: StoryGroup): number {
	if (organisation === null) return key === 'v6' ? 5 : 1;
	return wilgenmeer.values.find((value) => value.key === key)?.importance[organisation] ?? 0;
}

export const values: Play = {
	kind: 'values',
	stages: {
		writing: (scene) => writing(scene, cards),
		sorting: (scene) => sorting(scene, valueGroups, cards),
		weighing: (scene) => weighing(scene, valueGroups, weight),
		harvested: (scene) => harvesting(scene, valueGroups),
		consenting(scene) {
			const harmable = consentIn(scene)?.harmable ?? [];
			const name = (key: string) => wilgenmeer.values.find((value) => value.key === key)?.name;
			return consenting(
				scene,
				() => wilgenmeer.valueStances,
				(key) => (harmable.find((value) => value.name === name(key)) ?? harmable[0])?.id
			);
		}
	}
};
