import { ownDocument, readNotebook, type Own } from '#wire/parts/cards/own.ts';
import type { Documents } from '#server/acts/documents.ts';
import type { Context } from '#server/app/context.ts';
import { notebooksIn } from '#server/journey/notebooks.ts';
import { isAtTable } from '#server/journey/seats.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';

/** What one person wrote alone in a step, in one of their notebooks: most have one. */
export interface Written extends Own {
	writer: { id: string; organisation_id: string | null };
	notebook: string;
}

type Place = Omit<Written, keyof Own>;

/**
 * Of one person, or of everybody at the table, in an anonymous step whoever left it too (N15); what is written meanwhile
 * waits for the reveal.
 */
export async function writtenDocuments(
	context: Context,
	step: StepRow,
	only?: string
): Promise<Documents<Written[]>> {
	const places = await placesOf(context, step, only);
	return {
		held: places.map(({ notebook }) => ownDocument(step.id, notebook)),
		read: async () => (await Promise.all(places.map((place) => readWritten(context, step, place)))).flat()
	};
}

/** Who may have written, and where. */
async function placesOf({ db }: Context, step: StepRow, only?: string): Promise<Place[]> {
	const isUnnamed = isAnonymousStep(step);
	const all = await notebooksIn(db, step.journey_id, only);
	return all
		.filter((notebook) => isUnnamed || isAtTable(notebook))
		.map(({ id, participant, organisation }) => ({
			writer: { id: participant, organisation_id: isUnnamed ? null : organisation },
			notebook: id
		}));
}

/** One document that can't be read holds nobody else up: its cards wait, and can be laid when it is well again. */
async function readWritten(context: Context, step: StepRow, place: Place): Promise<Written[]> {
	try {
		return [{ ...place, ...(await context.sync.read(ownDocument(step.id, place.notebook), readNotebook)) }];
	} catch (error) {
		const participant = isAnonymousStep(step) ? {} : { participant: place.writer.id };
		context.log.error({ error, step: step.id, ...participant }, 'the cards of one person could not be read');
		return [];
	}
}
