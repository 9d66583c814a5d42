import { speaksAs } from '#domain/journey/admitting.ts';
import { scoresFor } from '#domain/kinds/today/baseline.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { KindServer, Viewing } from '#server/kinds/kind.ts';
import { cardActs } from '#server/parts/cards/acts.ts';
import { cardsState, myPart } from '#server/parts/cards/card-step.ts';
import { themesThere } from '#server/parts/harvest/gate.ts';
import { todayActs } from './acts.ts';
import { foundCards } from './found.ts';
import { isBlindIn, scoresOf } from './scores.ts';
import { scoreSheets } from './sheets.ts';
import { missingScores, scoresState } from './state.ts';

// "Waar staan we, gezien vanuit 2040?" Scores that are blind until all are in, then cards about what is in the way.

export default {
	kind: 'today',
	state: (reading, step) => (isAboutCards(step) ? cardsState(reading, step) : scoresState(reading, step)),

	async mine(viewing) {
		const { reading, step } = viewing;
		return {
			...(await myPart(viewing)),
			scores: await myScores(viewing),
			...(step.stage === 'harvested' && { found: await foundCards(reading.db, step) })
		};
	},

	async gate(reading, step, stage) {
		if (stage === 'scoring') return themesThere(reading);
		return stage === 'spread' ? missingScores(reading, step) : [];
	},

	sheets: scoreSheets,
	acts: { ...cardActs, ...todayActs }
} satisfies KindServer;

const isAboutCards = (step: StepRow) => ['cards', 'board'].includes(stageOf(step.kind, step.stage).opens);

/** Of one's own organisation; its colleagues share them, once they are admitted (J20). */
async function myScores({ reading, step, seat }: Viewing) {
	const organisation = speaksAs(seat);
	const seen = scoresFor(await reading.rows(scoresOf, step.id), { isBlind: isBlindIn(step), organisation });
	return seen.filter((score) => score.organisation === organisation);
}
