import { expect, test, vi } from 'vitest';
import { nextAct } from '#domain/journey/next-act.ts';
import { kinds } from '#domain/kinds/kinds.ts';
import { phases } from '#domain/parts/consent/phases.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { TalkCard } from '#wire/kinds/hard-talk/state.ts';
import { aStep, cardsState, facilitator } from './at-table.svelte.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const talk: TalkCard = {
	...{ id: 'c', text: 'Macht', under: [], group: null, talk: 't', state: 'under-way' },
	...{ agreement: '', openPoint: '', nextDate: null }
};
const current = (turn: number) => ({ talk: 't', card: 'c', turn, bellAt: null, turnMs: 1 });
const speaker = { id: 'wies', name: 'Wies', organisation: 'wel' };

const checkIn = {
	...{ part: 'check-in', speaker, next: null, bellAt: null, turnMs: 1, spoken: 0, total: 1 },
	...{ rules: [], accepted: 0 }
} as const;
const consent = {
	...{ part: 'consent', questions: [], reactions: [], absentDays: 10 },
	harmable: [],
	subjects: [
		{
			...{ id: 's', kind: 'values', name: '', version: 'v', round: 1, agreed: false, smallerStep: false },
			...{ shown: false, given: 0 },
			...{ standings: [{ organisation: 'wel', standing: 'asked', answersBy: null }], voiced: [] }
		}
	]
} as const;

/** What a kind adds in a stage, with something to wait for where there can be. */
function statesOf(kind: string, stage: string): StepFacts['state'][] {
	if (stage === 'consenting')
		return phases.map((phase) => ({ ...consent, phase }) as unknown as StepFacts['state']);
	if (kind === 'check-in')
		return [checkIn, { ...checkIn, speaker: null, next: speaker }] as StepFacts['state'][];
	if (kind === 'both-and') return [{ part: 'tensions', tensions: [], linkable: [], shown: null }];
	if (kind === 'choose')
		return [
			{ part: 'choose', solutions: [], weighed: stage === 'judging' ? null : [], ambitions: [], notNow: [] }
		];
	if (kind === 'ambitions') return [{ part: 'ambitions', cards: [], linkable: [] }];
	if (kind === 'today' && !['writing', 'sorting'].includes(stage))
		return [
			{ part: 'scores', themes: [], filled: 0, of: 0, organisations: [], spread: [], shown: null, found: [] }
		];
	if (kind === 'hard-talk' && ['talking', 'harvested'].includes(stage))
		return [null, current(1), current(5)].map((now) => ({ part: 'talk', cards: [talk], current: now }));
	return [cardsState()];
}

test('P14 in the middle of the console no button is in ink, in any stage of any kind: the one below is', async () => {
	for (const { kind, stages } of kinds)
		for (const { name } of stages)
			for (const state of statesOf(kind, name)) {
				const step = aStep(kind, name, state);
				const page = await facilitator(step, { boardless: true });
				const inks = [...page.element.querySelectorAll('.button:not(.quiet, .plain)')].filter(
					(one) => !one.closest('dialog')
				);
				const is = nextAct(step, false).is === 'on' ? 0 : 1;
				expect([kind, name, inks.map((one) => one.textContent)]).toEqual([
					kind,
					name,
					inks.slice(0, is).map((one) => one.textContent)
				]);
				expect([kind, name, inks.length]).toEqual([kind, name, is]);
			}
});
