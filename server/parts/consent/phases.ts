import { phases, skippedBy, turnOf, type Phase } from '#domain/parts/consent/phases.ts';
import { questionsMost } from '#domain/bounds.ts';
import { speaksAs } from '#domain/journey/admitting.ts';
import { mayFacilitate } from '#domain/journey/access.ts';
import { shuffle } from '#domain/parts/cards/shuffle.ts';
import { checkLine } from '#domain/text/text.ts';
import { changed, unchanged, type At, type Done } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import type { Reading } from '#server/journey/reading.ts';
import { isSpeaker } from '#server/journey/speakers.ts';
import type { Asked } from './asked.ts';
import { wordsLimit } from './stance.ts';
import { questionsIn, questionsOf, reactionsIn, turnsIn } from './before-answers.ts';
import { idsAsked } from './subjects.ts';

// What comes before answers: questions to understand the text, and one round of reactions (I20 to I23).

/** On, or back; what is skipped goes into the audit. `from`: where whoever did it saw the round. */
export async function goToPhase(
	tx: Query,
	at: At,
	{ reading, round, rows }: Asked,
	{ from, to }: { from: Phase; to: Phase }
): Promise<Done> {
	if (rows.phase.name !== from || from === to) return unchanged();
	const questions = await questionsOf(reading, round.id);
	const skipped = skippedBy(from, { questions, reactions: await reactionsIn(reading, round.id) });
	if (to === 'reactions') await drawTurns(tx, at, { reading, round });
	await tx
		.insertInto('consent_phase')
		.values({
			...{ round_id: round.id, journey_id: round.journey, position: rows.phase.position + 1 },
			...{ phase: to, at: at.now, by_id: at.seat.participant }
		})
		.execute();
	const isOn = phases.indexOf(to) > phases.indexOf(from);
	return changed({ audit: { subject: round.id, detail: { from, to, ...(isOn && { skipped }) } } });
}

/** Who came to the table later comes last. */
async function drawTurns(
	tx: Query,
	{ context }: At,
	{ reading, round }: Pick<Asked, 'reading' | 'round'>
): Promise<void> {
	const drawn = await reading.rows(turnsIn, round.id);
	const missing = (await idsAsked(reading)).filter(
		(id) => !drawn.some(({ organisation }) => organisation === id)
	);
	if (missing.length === 0) return;
	const first = (drawn.at(-1)?.position ?? 0) + 1;
	await tx
		.insertInto('consent_reaction')
		.values(
			shuffle(missing, context.random).map((organisation_id, index) => ({
				...{ round_id: round.id, journey_id: round.journey, organisation_id, position: first + index },
				...{ words: null, at: null, by_id: null, passed_at: null }
			}))
		)
		.execute();
}

/** Of whoever asks, or spoken and typed by a facilitator for an organisation. `id` is made by the form (D15). */
export async function ask(
	tx: Query,
	at: At,
	{ reading, round, rows, subjects, closed }: Asked,
	given: { id: string; subject: string; text: string; organisation: string }
): Promise<Done> {
	if (closed) return refused(closed);
	if (rows.phase.name !== 'questions') return refused('questions-over');
	if (!subjects.some(({ id }) => id === given.subject)) return refused('subject-gone');
	const checked = checkLine(given.text, wordsLimit);
	if (!checked.ok) return refused(checked.reason, 'text');
	const asked = await reading.rows(questionsIn, round.id);
	if (asked.some(({ id }) => id === given.id)) return unchanged();
	if (asked.length >= questionsMost) return refused('too-many');
	const of = await spokenFor(at, reading, given.organisation);
	if (of === undefined) return refused('organisation-unknown', 'organisation');
	await tx
		.insertInto('consent_question')
		.values({
			...{ id: given.id, round_id: round.id, journey_id: round.journey, subject: given.subject },
			...{ organisation_id: of, participant_id: at.seat.participant, text: checked.text, at: at.now },
			...{ answer: null, answered_at: null, answered_by: null, removed_at: null }
		})
		.execute();
	return changed({ audit: { subject: given.id, detail: { organisation: of } } });
}

/** One's own organisation, or for a facilitator the one that was named; undefined: there is none such. */
async function spokenFor({ seat }: At, reading: Reading, named: string): Promise<string | null | undefined> {
	if (!mayFacilitate(seat) || named === '') return speaksAs(seat);
	return (await idsAsked(reading)).find((id) => id === named);
}

/** Answered in words, or (`answer` is empty) in the room; `null` opens it again. */
export async function answerQuestion(
	tx: Query,
	at: At,
	{ reading, round }: Asked,
	given: { question: string; answer: string | null }
): Promise<Done> {
	const found = await questionOf(reading, round.id, given.question);
	if (!found) return refused('question-gone');
	const checked = given.answer ? checkLine(given.answer, wordsLimit) : null;
	if (checked && !checked.ok) return refused(checked.reason, 'answer');
	const answer = checked?.ok ? checked.text : given.answer;
	if (found.answer === answer) return unchanged();
	const by = answer === null ? null : at.seat.participant;
	await tx
		.updateTable('consent_question')
		.set({ answer, answered_at: answer === null ? null : at.now, answered_by: by })
		.where('id', '=', found.id)
		.execute();
	return changed({ audit: { subject: found.id } });
}

/** One's own question, or for a facilitator any. It stays in the rows. */
export async function withdrawQuestion(
	tx: Query,
	{ seat, now }: At,
	{ reading, round }: Asked,
	{ question }: { question: string }
): Promise<Done> {
	const found = await questionOf(reading, round.id, question);
	if (!found) return unchanged();
	if (found.participant !== seat.participant && !mayFacilitate(seat)) return refused('not-your-question');
	await tx.updateTable('consent_question').set({ removed_at: now }).where('id', '=', found.id).execute();
	return changed({ audit: { subject: found.id } });
}

const questionOf = async (reading: Reading, round: string, question: string) =>
	(await questionsOf(reading, round)).find(({ id }) => id === question);

/** The line of an organisation when it is its turn; a facilitator types what was spoken, or mends it, at any moment (I22). */
export async function react(
	tx: Query,
	at: At,
	{ reading, round, rows, closed }: Asked,
	given: { words: string; organisation: string }
): Promise<Done> {
	if (closed) return refused(closed);
	if (rows.phase.name !== 'reactions') return refused('reactions-closed');
	const of = await spokenFor(at, reading, given.organisation);
	const turns = await reactionsIn(reading, round.id);
	const turn = turns.find(({ organisation }) => organisation === of);
	if (!turn) return refused('organisation-unknown', 'organisation');
	const isTyped = mayFacilitate(at.seat) && given.organisation !== '';
	if (!isTyped && !(await isSpeaker(reading, at.context, at.seat))) return refused('holder-speaks');
	if (!isTyped && turn.words === null && turnOf(turns) !== of) return refused('not-your-turn');
	const checked = checkLine(given.words, wordsLimit);
	if (!checked.ok) return refused(checked.reason, 'words');
	if (turn.words === checked.text) return unchanged();
	const said = { words: checked.text, at: at.now, by_id: at.seat.participant, passed_at: null };
	await setTurn(tx, round.id, turn.organisation, said);
	return changed({ audit: { subject: round.id, detail: { organisation: turn.organisation } } });
}

/** An organisation has nothing to say now; what it says later takes that back. */
export async function passReaction(
	tx: Query,
	at: At,
	{ reading, round, rows }: Asked,
	{ organisation }: { organisation: string }
): Promise<Done> {
	if (rows.phase.name !== 'reactions') return refused('reactions-closed');
	const turn = (await reactionsIn(reading, round.id)).find((one) => one.organisation === organisation);
	if (!turn) return refused('organisation-unknown');
	if (turn.passed || turn.words !== null) return unchanged();
	await setTurn(tx, round.id, organisation, { passed_at: at.now });
	return changed({ audit: { subject: round.id, detail: { organisation, passed: true } } });
}

async function setTurn(
	tx: Query,
	round: string,
	organisation: string,
	set: { words?: string; at?: number; by_id?: string; passed_at: number | null }
): Promise<void> {
	await tx
		.updateTable('consent_reaction')
		.set(set)
		.where('round_id', '=', round)
		.where('organisation_id', '=', organisation)
		.execute();
}
