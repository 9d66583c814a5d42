import type { Stance } from '#domain/parts/consent/consent.ts';
import { isFarLonger, isLonger, tidy } from '#domain/text/text.ts';
import { newId } from '#server/app/secrets.ts';
import { changed, unchanged, type AtStep, type Done } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { lookAgain, namedIn, speakersIn } from '#server/journey/speakers.ts';
import type { Asked } from './asked.ts';
import { versionOf } from './subjects.ts';
import { wordsLimit } from './stance.ts';

// What colleagues think, for whoever answers for their organisation (I16).

/** All that was advised in a round, oldest first, with who did. */
export const adviceIn = (db: Query, round: string) =>
	db
		.selectFrom('advice')
		.innerJoin('participant', 'participant.id', 'advice.participant_id')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.select([
			'advice.id',
			'advice.subject',
			'advice.version',
			'advice.organisation_id as organisation',
			'advice.participant_id as participant',
			'person.name',
			'advice.stance',
			'advice.words',
			'advice.at'
		])
		.where('advice.round_id', '=', round)
		.orderBy('advice.at')
		.orderBy('advice.id')
		.execute();

/** Of a colleague, on the text that was on the screen. The last one counts. */
export async function advise(
	tx: Query,
	at: AtStep,
	asked: Asked,
	given: { subject: string; version: string; stance: Exclude<Stance, 'absent'>; words: string }
): Promise<Done> {
	const { organisation, role, participant } = at.seat;
	if (role === 'observer' || organisation === null) return refused('no-organisation');
	if (asked.closed) return refused(asked.closed);
	const subject = asked.subjects.find(({ id }) => id === given.subject);
	if (!subject) return refused('subject-gone');
	const version = versionOf(subject);
	if (given.version !== version) return refused('text-changed');
	if (isFarLonger(given.words, wordsLimit)) return refused('line-too-long', 'words');
	const words = tidy(given.words);
	if (isLonger(words, wordsLimit)) return refused('line-too-long', 'words');
	const { stance } = given;
	const newest = (await asked.reading.rows(adviceIn, asked.round.id)).findLast(
		(one) => one.participant === participant && one.subject === subject.id && one.version === version
	);
	if (newest?.stance === stance && newest.words === words) return unchanged();
	await tx
		.insertInto('advice')
		.values({
			...{ id: newId(), round_id: asked.round.id, journey_id: at.journey, subject: subject.id, version },
			...{ organisation_id: organisation, participant_id: participant, stance, words, at: at.now }
		})
		.execute();
	const named = (await namedIn(asked.reading)).get(organisation);
	// Whoever answers hears of it, and nobody else.
	const write = async () => {
		for (const one of [named?.holder, named?.deputy]) if (one) at.context.look(at.journey, one);
	};
	return changed({ isPrivate: true, write });
}

/** The holder leaves the answer to the deputy, or takes it back (I15). */
export async function leaveToDeputy(
	tx: Query,
	at: AtStep,
	asked: Asked,
	given: { on: 'yes' | 'no' }
): Promise<Done> {
	const on = given.on === 'yes';
	const { organisation, participant } = at.seat;
	const named = (await namedIn(asked.reading)).get(organisation ?? '');
	if (named?.holder !== participant) return refused('not-the-holder');
	if (on && named.deputy === null) return refused('no-deputy');
	if (named.isLeft === on) return unchanged();
	const row = (await asked.reading.rows(speakersIn, at.journey)).find(
		(one) => one.participant === participant && one.role === 'holder'
	)!;
	await tx
		.updateTable('speaker')
		.set({ left_at: on ? at.now : null })
		.where('id', '=', row.id)
		.execute();
	const audit = { subject: participant, detail: { on } };
	return changed({ audit, write: await lookAgain(tx, at, organisation!) });
}
