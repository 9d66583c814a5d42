import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { forms } from '#domain/run-sheet.ts';

const step = v.object({
	kind: v.string(),
	name: v.string(),
	question: v.string(),
	minutes: v.number(),
	/** How people sit: alone, in pairs, in fours, or all together. */
	form: v.optional(v.picklist(forms), 'plenary'),
	script: v.string(),
	/** Read by the kind itself. */
	settings: v.record(v.string(), v.unknown())
});
const template = v.object({
	name: v.string(),
	meetings: v.array(
		v.object({ name: v.string(), startsAt: v.optional(v.string(), '09:00'), steps: v.array(step) })
	)
});

/** How a journey begins: data, not code (DESIGN §3). */
export type Template = v.InferOutput<typeof template>;

/** The template in the language of the journey. Throws on a file that has not the shape: that is a bug. */
export function readTemplate(name: 'waarden-eerst', locale: 'nl' | 'en'): Template {
	const file = new URL(`./templates/${name}.${locale}.json`, import.meta.url);
	return v.parse(template, JSON.parse(readFileSync(file, 'utf8')));
}
