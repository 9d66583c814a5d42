import type { Fields } from '#domain/journey/edits.ts';
import { decideIntegration, roundOf, type Method } from '#domain/parts/consent/consent.ts';
import { checkLine } from '#domain/text/text.ts';
import { changed, unchanged, type At, type Done } from '#server/acts/act.ts';
import { editing } from '#server/acts/editing.ts';
import { refused } from '#server/acts/outcome.ts';
import { isSpeaker } from '#server/journey/speakers.ts';
import type { Query } from '#server/db/open.ts';
import type { Asked } from './asked.ts';
import { insertIntegration, newestOf, saidOn, type StanceOf } from './rounds.ts';
import { wordsLimit } from './stance.ts';

/** What is done so that an objection does no harm, or what a concern is answered with (I6, I7). The newest counts. */
export async function integrate(
	tx: Query,
	at: At,
	asked: Asked,
	{ stance, ...given }: { stance: string; method: Method; words: string; was?: Fields | undefined }
): Promise<Done> {
	const { rows } = asked;
	const found = stanceIn(asked, stance);
	if (!found) return refused('stance-gone');
	const { organisation } = found;
	const before = newestOf(rows, found.id);
	const answered = before && { method: before.method, words: before.words };
	const edit = await editing(tx, at, given, answered ?? {}, { subject: found.id, acts: ['integrate'] });
	if (!edit.ok) return edit;
	const { method } = edit.fields;
	const checked = checkLine(edit.fields.words, wordsLimit);
	if (!checked.ok) return refused(checked.reason, 'words');
	const said = saidOn(rows, found.subject);
	const stands = said.findLast((one) => one.organisation === organisation)?.id === found.id;
	const round = roundOf(said, rows.integrated, found.order);
	const decision = decideIntegration({ stance: found.stance, stands }, method, round);
	if (!decision.ok) return refused(decision.reason, decision.field);
	if (before?.method === method && before.words === checked.text) return unchanged();
	await insertIntegration(tx, rows, { stance, method, words: checked.text }, at);
	return changed({ audit: { subject: found.id, detail: { organisation, method } } });
}

/**
 * The organisation that objected says that this will do; then it is asked for its stance again (I6). Objecting again
 * takes it back.
 */
export async function acceptIntegration(
	tx: Query,
	{ context, seat, now }: At,
	asked: Asked,
	given: { integration: string }
): Promise<Done> {
	const integration = asked.rows.integrated.find(({ id }) => id === given.integration);
	const objection = integration && stanceIn(asked, integration.stance);
	if (!integration || !objection) return refused('integration-gone');
	const { organisation } = objection;
	if (organisation !== seat.organisation) return refused('not-your-objection');
	if (asked.closed) return refused(asked.closed);
	if (!(await isSpeaker(asked.reading, context, seat))) return refused('holder-speaks');
	if (integration.acceptedAt !== null) return unchanged();
	if (newestOf(asked.rows, objection.id)?.id !== integration.id) return refused('integration-gone');
	await tx
		.updateTable('integration')
		.set({ accepted_at: now, accepted_by: seat.participant })
		.where('id', '=', integration.id)
		.execute();
	return changed({ audit: { subject: integration.id, detail: { organisation } } });
}

/** A stance on something that is still asked about. */
const stanceIn = ({ rows, subjects }: Asked, id: string): StanceOf | undefined =>
	rows.said.find((one) => one.id === id && subjects.some((subject) => subject.id === one.subject));
