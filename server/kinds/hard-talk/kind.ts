import { missingTalks } from '#domain/kinds/hard-talk/talk.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { KindServer } from '#server/kinds/kind.ts';
import { cardActs } from '#server/parts/cards/acts.ts';
import { cardsState, myPart } from '#server/parts/cards/card-step.ts';
import { talkActs } from './acts.ts';
import { talkState } from './state.ts';

// "Welk gesprek voeren we niet?" Anonymous cards, and a talk of four timed turns about one of them at a time.

const isTalking = ({ stage }: Pick<StepRow, 'stage'>) => stage === 'talking' || stage === 'harvested';

export default {
	kind: 'hard-talk',
	state: (reading, step) => (isTalking(step) ? reading.rows(talkState, step.id) : cardsState(reading, step)),
	mine: myPart,

	async gate(reading, step, stage) {
		if (stage !== 'harvested') return [];
		const { cards } = await reading.rows(talkState, step.id);
		return missingTalks(cards.filter(({ state }) => state === 'none' || state === 'under-way').length);
	},

	async sheets(reading, step) {
		if (!isTalking(step)) return [];
		const { cards } = await reading.rows(talkState, step.id);
		return [
			{
				name: 'talks',
				columns: ['card', 'talk_state', 'agreement', 'open_point', 'next_date'],
				rows: cards.map((card) => [
					card.text,
					card.state,
					card.agreement,
					card.openPoint,
					card.nextDate ?? ''
				])
			}
		];
	},

	acts: { ...cardActs, ...talkActs }
} satisfies KindServer;
