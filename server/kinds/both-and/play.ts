import type { TensionState } from '#wire/kinds/both-and/state.ts';
import { wilgenmeer, type Wilgenmeer } from '#server/demo/wilgenmeer.ts';
import { acting, type Deed, type Play, type Scene } from '#server/rehearsal/play.ts';
import type { Player } from '#server/rehearsal/cast.ts';
import { writingTexts } from '#server/parts/cards/play.ts';

type Story = Wilgenmeer['tensions'][number];

const tensionsIn = ({ step }: Scene) => (step.state?.part === 'tensions' ? step.state : null);
const known = ({ cast }: Scene, story: Story, tensions: readonly TensionState[]) =>
	tensions.find(({ id }) => id === cast.idOf(story.key));

/** The first organisation that leans to this pole and is there. */
function leaningTo({ cast }: Scene, story: Story, pole: 'a' | 'b'): Player | undefined {
	const [first] = Object.entries(story.leaning).filter(([of, to]) => to === pole && cast.speakingFor(of));
	return first && cast.speakingFor(first[0]);
}

const themeIdIn = (scene: Scene, key: string) => {
	const name = wilgenmeer.themes.find((theme) => theme.key === key)?.name;
	return tensionsIn(scene)?.linkable.find((theme) => theme.name === name)?.id;
};

/** Tensions are named by who leans to their first pole; then each organisation says where it leans. */
function naming(scene: Scene): Deed[] {
	const now = tensionsIn(scene);
	return wilgenmeer.tensions.flatMap((story) => {
		const { key, poleA, poleB } = story;
		const tension = known(scene, story, now?.tensions ?? []);
		const by = leaningTo(scene, story, 'a') ?? scene.cast.people[0];
		if (tension) return leaning(scene, story, tension);
		if (!by) return [];
		const theme = themeIdIn(scene, story.themes[0]!) ?? '';
		return [acting(scene, by, key, { act: 'addTension', id: scene.cast.idOf(key), poleA, poleB, theme })];
	});
}

function leaning(scene: Scene, story: Story, { id, leanings }: TensionState): Deed[] {
	return Object.entries(story.leaning).flatMap(([organisation, pole]) => {
		const by = scene.cast.speakingFor(organisation);
		const said = leanings.some((l) => l.organisation === scene.cast.organisations.get(organisation));
		return by && !said
			? [acting(scene, by, `${id} ${organisation}`, { act: 'lean', tension: id, pole })]
			: [];
	});
}

/** What is good about a pole is written by who leans to the other one. */
function mapping(scene: Scene): Deed[] {
	const now = tensionsIn(scene);
	return wilgenmeer.tensions.flatMap((story, index) => {
		const tension = known(scene, story, now?.tensions ?? []);
		const anyone = scene.cast.people[(index * 5) % scene.cast.people.length];
		if (!tension || !anyone) return [];
		const { purpose, fear, signalA, signalB, clauseA, clauseB } = story;
		return [
			...filling(scene, story, tension.id, anyone),
			writingTexts(scene, anyone, tension.id, { purpose, fear, signalA, signalB, clauseA, clauseB }),
			...linking(scene, story, tension, anyone),
			...lookingAfter(scene, story, tension, anyone)
		];
	});
}

function filling(scene: Scene, story: Story, tension: string, anyone: Player): Deed[] {
	return Object.entries(story.quadrants).flatMap(([quadrant, texts]) => {
		const other = quadrant.startsWith('a') ? 'b' : 'a';
		const by = (quadrant.endsWith('plus') && leaningTo(scene, story, other)) || anyone;
		return texts.map((text, index) => {
			const key = `${story.key}${quadrant.replace('-', '')}${index}`;
			return acting(scene, by, key, { act: 'addItem', id: scene.cast.idOf(key), tension, quadrant, text });
		});
	});
}

const linking = (scene: Scene, story: Story, { id, links }: TensionState, by: Player): Deed[] =>
	story.themes.flatMap((key) => {
		const to = themeIdIn(scene, key);
		if (!to || links.includes(to)) return [];
		return [acting(scene, by, `${id} ${to}`, { act: 'link', from: id, to, on: 'yes' })];
	});

function lookingAfter(scene: Scene, story: Story, { id, owners }: TensionState, by: Player): Deed[] {
	const owner = (pole: 'a' | 'b') =>
		scene.cast.organisations.get(leaningTo(scene, story, pole)?.organisation ?? '');
	const [a, b] = [owner('a'), owner('b')];
	if (!a || !b || owners.a || owners.b) return [];
	return [acting(scene, by, `owners ${id}`, { act: 'setOwners', tension: id, a, b })];
}

export const bothAnd: Play = { kind: 'both-and', stages: { naming, mapping } };
