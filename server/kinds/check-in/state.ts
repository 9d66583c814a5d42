import type { CheckInState } from '#wire/kinds/check-in/state.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { acceptances, rulesOf, wordingOf } from './rules.ts';
import { settingsOf } from './settings.ts';
import { speakerOf, turnsOf, nextOf, type Turn } from './turns.ts';

export async function checkInState({ db }: Reading, step: StepRow): Promise<CheckInState> {
	const turns = await turnsOf(db, step.id);
	const speaker = speakerOf(turns);
	const rules = await rulesOf(db, step.id);
	const turnMs = settingsOf(step).turnSeconds * 1000;
	return {
		part: 'check-in',
		speaker: whoOf(speaker),
		next: whoOf(nextOf(turns)),
		bellAt: speaker?.startedAt ? speaker.startedAt + turnMs : null,
		turnMs,
		spoken: turns.filter((turn) => turn.endedAt !== null).length,
		total: turns.length,
		rules,
		accepted: await acceptances(db, step.id, wordingOf(rules))
	};
}

const whoOf = (turn: Turn | null): CheckInState['speaker'] =>
	turn && { id: turn.participant, name: turn.name, organisation: turn.organisation };
