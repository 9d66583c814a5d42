import { mayFacilitate } from '#domain/journey/access.ts';
import { missingDecisions, undecided } from '#domain/kinds/choose/choosing.ts';
import { restsOn } from '#domain/parts/harvest/harvest.ts';
import type { ChooseState } from '#wire/kinds/choose/state.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { KindServer, Viewing } from '#server/kinds/kind.ts';
import { ready } from '#server/parts/cards/acts.ts';
import { solutionsThere } from '#server/parts/harvest/gate.ts';
import { ambitionActs } from './ambitions.ts';
import { judge, myJudgements, weighedState } from './judgement.ts';
import { notNowActs } from './not-now.ts';
import { choiceIn, droppedIn, reasonsIn } from './rows.ts';
import { chooseSheets } from './sheets.ts';

// "Goede richting? Kunnen we erop verder bouwen? Levert het genoeg op?" Everyone judges alone; then the table chooses.

export default {
	kind: 'choose',
	state,
	mine,

	async gate(reading, step, stage) {
		if (stage === 'judging') return solutionsThere(reading);
		if (stage !== 'harvested') return [];
		const solutions = await reading.harvest(['solution']);
		const open = undecided(await choiceIn(reading, step));
		return missingDecisions(solutions.filter(({ id }) => open.includes(id)).map(({ name }) => name));
	},

	sheets: chooseSheets,
	acts: { ready, judge, ...ambitionActs, ...notNowActs }
} satisfies KindServer;

async function state(reading: Reading, step: StepRow): Promise<ChooseState> {
	const solutions = await reading.harvest(['solution']);
	const { ambitions, reasons } = await choiceIn(reading, step);
	return {
		part: 'choose',
		solutions: solutions.map(({ id, name }) => ({ id, name })),
		weighed: await weighedState(
			reading.db,
			step,
			solutions.map(({ id }) => id)
		),
		ambitions: [...ambitions],
		notNow: [...reasons]
	};
}

async function mine({ reading, step, seat }: Viewing) {
	const { db, journey } = reading;
	const below = await reading.harvest(restsOn.solution);
	const links = await reading.links();
	return {
		answers: await myJudgements(db, step.id, seat.participant),
		/** What is read beside the name: of each solution what it is, and what it rests on by name. */
		about: (await reading.harvest(['solution'])).map(({ id, texts }) => ({
			id,
			what: texts.what ?? '',
			restsOn: below.filter((item) => links.get(id)?.includes(item.id)).map(({ name }) => name)
		})),
		/** For facilitators: what was let go of, and reasons that were taken back, to begin from again. */
		...(mayFacilitate(seat) && {
			dropped: await droppedIn(db, journey),
			earlier: await reasonsIn(db, journey, 'taken back')
		})
	};
}
