import { createHash } from 'node:crypto';
import { canonicalWords, type SubjectKind, type Words } from '#domain/parts/consent/consent.ts';
import { harvestFields } from '#domain/parts/harvest/harvest.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { Harvested } from '#server/parts/harvest/harvest.ts';
import { harvestedIn } from '#server/parts/harvest/state.ts';

/** What is consented to as one. */
export interface Subject {
	/** `values`, or a harvest id. */
	id: string;
	kind: SubjectKind;
	name: string;
	/** All that is consented to, in the order in which it is read; `field` is its label. */
	words: Words[];
}

/** What a kind of step puts to the organisations. */
export type SubjectsOf = (reading: Reading, step: StepRow) => Promise<Subject[]>;

/** Hex SHA-256 over the canonical words: another character is another version (I1). */
export const versionOf = ({ words }: Pick<Subject, 'words'>): string =>
	createHash('sha256').update(canonicalWords(words)).digest('hex');

/** The texts of one harvest as words, in the order of its fields; texts that nobody wrote are none. */
export const wordsOf = ({ id, kind, texts }: Pick<Harvested, 'id' | 'kind' | 'texts'>): Words[] =>
	harvestFields[kind]
		.map((field) => ({ harvest: id, field, text: texts[field] ?? '' }))
		.filter(({ text }) => text !== '');

/** All values of a step are one subject: an organisation says yes to them together. */
export async function valuesTogether(
	reading: Reading,
	step: Pick<StepRow, 'id' | 'name'>
): Promise<Subject[]> {
	const values = await harvestedIn(reading, step.id);
	if (values.length === 0) return [];
	return [{ id: 'values', kind: 'value', name: step.name, words: values.flatMap(wordsOf) }];
}

/** What an objection can harm (I3). */
export const harmableIn = (reading: Reading): Promise<Harvested[]> => reading.harvest(['value', 'ambition']);

/** Everyone whose stance is asked: the organisations of the journey. */
export const idsAsked = async (reading: Reading): Promise<string[]> =>
	(await reading.organisations()).map(({ id }) => id);
