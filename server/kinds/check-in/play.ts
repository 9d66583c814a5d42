import { acting, type Play } from '#server/rehearsal/play.ts';

export const checkIn: Play = {
	kind: 'check-in',
	stages: {
		/** Everybody accepts the rules as they are worded now. */
		async agreeing(scene) {
			const [first] = scene.cast.people;
			if (!first) return [];
			const { view } = await first.somebody.page<{ view: { mine: { wording: string } } }>(
				`stap/${scene.step.id}`
			);
			const { wording } = view.mine;
			return scene.cast.people.map((by) =>
				acting(scene, by, `${by.key} ${wording}`, { act: 'accept', wording })
			);
		}
	}
};
