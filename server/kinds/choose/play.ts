import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import { acting, type Deed, type Play, type Scene } from '#server/rehearsal/play.ts';

const questions = ['direction', 'platform', 'yield'] as const;

/** Everybody answers the three questions about each solution: as the story has it, one more or one less now and then. */
function judging(scene: Scene): Deed[] {
	const solutions = scene.step.state?.part === 'choose' ? scene.step.state.solutions : [];
	return scene.cast.people.flatMap((by, person) =>
		solutions.map(({ id, name }, index) => {
			const story = wilgenmeer.ideas.find(({ text }) => text === name);
			const answers = questions.map((question, place) => {
				const swing = [0, 0, 1, 0, -1, 0][(person * 5 + index * 7 + place * 3) % 6]!;
				return [question, String(Math.min(5, Math.max(1, (story?.[question] ?? 3) + swing)))];
			});
			const fields = { act: 'judge', solution: id, ...Object.fromEntries(answers) };
			return acting(scene, by, `${by.key} ${id}`, fields);
		})
	);
}

export const choose: Play = { kind: 'choose', stages: { judging } };
