import { isWaiting } from '#domain/journey/admitting.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { owing } from '#domain/journey/reminders.ts';
import type { Query } from '#server/db/open.ts';
import { readyIn } from '#server/journey/facts.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { kindServer } from '#server/kinds/kinds.ts';
import { isAnonymousStep, isWrittenUnnamed } from '#server/parts/anonymity/anonymous-step.ts';
import { roundOfStep } from '#server/parts/consent/rounds.ts';
import { organisationsAsked } from '#server/parts/consent/state.ts';
import type { Hands } from '#server/parts/anonymity/hands.ts';

/** Who still owes something in a step with a deadline (R4), by participant; only ever told as a number (R5). */
export async function whoOwes(reading: Reading, step: StepRow, hands: Hands): Promise<string[]> {
	// Most steps are open in the meeting only, and the console asks again and again.
	if (step.deadline === null) return [];
	// Who waits can't answer for anybody, and typed an address that may be another's (J27).
	const people = (await reading.people()).filter((seat) => !isWaiting(seat));
	return owing({
		people: people.map(({ participant }) => participant),
		done: await doneIn(reading, step, hands),
		deadline: step.deadline
	});
}

/** Who did what the stage asks, as far as it asks anything of each: a card, an answer, a stance, being ready. */
async function doneIn(reading: Reading, step: StepRow, hands: Hands): Promise<ReadonlySet<string>> {
	const { opens, readiness } = stageOf(step.kind, step.stage);
	const done = new Set(isWrittenUnnamed(step) ? hands.raised(step) : await readyIn(reading.db, step));
	// In an anonymous step nobody is told who wrote: there people only say themselves that they are ready (N12).
	if (opens === 'cards' && !isAnonymousStep(step))
		for (const writer of await writersIn(reading.db, step)) done.add(writer);
	const organisations = await organisationsDone(reading, step);
	const asksNobody = !readiness && opens !== 'cards';
	for (const { participant, organisation } of await reading.people())
		if (organisations ? organisations.has(organisation) : asksNobody) done.add(participant);
	return done;
}

async function writersIn(db: Query, step: StepRow): Promise<string[]> {
	const rows = await db
		.selectFrom('written')
		.select('participant_id as id')
		.where('step_id', '=', step.id)
		.where('cards', '>', 0)
		.execute();
	return rows.map(({ id }) => id);
}

/**
 * Where each organisation answers as one: those that did, and whoever comes for none (null in the set). Null where people
 * answer for themselves.
 */
async function organisationsDone(
	reading: Reading,
	step: StepRow
): Promise<ReadonlySet<string | null> | null> {
	const state = await kindServer(step.kind).state(reading, step);
	switch (state?.part) {
		case 'scores':
			return new Set([null, ...state.organisations.filter(({ done }) => done).map(({ id }) => id)]);
		case 'consent': {
			const owe = await organisationsAsked(reading, roundOfStep(step), state.subjects);
			const all = (await reading.organisations()).map(({ id }) => id);
			return new Set([null, ...all.filter((id) => !owe.has(id))]);
		}
		default:
			return null;
	}
}
