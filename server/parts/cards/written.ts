import { ownDocument, readOwn, type OwnCardView } from '#wire/parts/cards/own.ts';
import type { Documents } from '#server/acts/documents.ts';
import type { Context } from '#server/app/context.ts';
import { atTable } from '#server/journey/seats.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import { everybody } from '#server/parts/anonymity/own-documents.ts';

/** What one person wrote alone in a step. */
export interface Written {
	writer: { id: string; organisation_id: string | null };
	cards: OwnCardView[];
}

/** Of these people, or of everybody at the table, in an anonymous step whoever left it too (N15); what is written meanwhile waits for the reveal. */
export async function writtenDocuments(
	context: Context,
	step: StepRow,
	only?: readonly string[]
): Promise<Documents<Written[]>> {
	const people = isAnonymousStep(step)
		? (await everybody(context.db, step.journey_id)).map((id) => ({ id, organisation_id: null }))
		: await atTable(context.db, step.journey_id);
	const writers = people.filter((writer) => only?.includes(writer.id) ?? true);
	return {
		held: writers.map(({ id }) => ownDocument(step.id, id)),
		read: async () => (await Promise.all(writers.map((writer) => readWritten(context, step, writer)))).flat()
	};
}

/** Of one person who is known to be at the table. */
export function writtenBy(context: Context, step: StepRow, writer: Written['writer']): Documents<Written[]> {
	return { held: [ownDocument(step.id, writer.id)], read: () => readWritten(context, step, writer) };
}

/** One document that can't be read holds nobody else up: its cards wait, and can be laid when it is well again. */
async function readWritten(context: Context, step: StepRow, writer: Written['writer']): Promise<Written[]> {
	try {
		return [{ writer, cards: await context.sync.read(ownDocument(step.id, writer.id), readOwn) }];
	} catch (error) {
		const participant = isAnonymousStep(step) ? {} : { participant: writer.id };
		context.log.error({ error, step: step.id, ...participant }, 'the cards of one person could not be read');
		return [];
	}
}
