import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import { acting, type Deed, type Play, type Scene } from '#server/rehearsal/play.ts';
import { writing, type StoryCard } from '#server/parts/cards/play.ts';

const cards: StoryCard[] = [
	...wilgenmeer.obstacles.map(({ principle, ...card }) => ({ ...card, group: null, tag: principle })),
	...wilgenmeer.strengths.map((card) => ({ ...card, group: null, tag: 'strength' }))
];

/** Each organisation scores every theme that it knows from the story, with its evidence. */
function scoring(scene: Scene): Deed[] {
	const themes = scene.step.state?.part === 'scores' ? scene.step.state.themes : [];
	return wilgenmeer.scores.flatMap(({ theme, organisation, score, evidence }) => {
		const { name } = wilgenmeer.themes.find(({ key }) => key === theme)!;
		const here = themes.find((known) => known.name === name);
		const by = scene.cast.speakingFor(organisation);
		if (!here || !by) return [];
		const fields = { act: 'score', theme: here.id, score: String(score), evidence };
		return [acting(scene, by, `${theme} ${organisation}`, fields)];
	});
}

export const today: Play = {
	kind: 'today',
	stages: { scoring, writing: (scene) => writing(scene, cards) }
};
