import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { methods } from '#domain/parts/consent/consent.ts';

const key = v.string();
const keys = v.array(key);
const stance = v.picklist(['consent', 'concern', 'objection']);

/** What one organisation said in a consent round, and what was done with it. */
const voice = {
	organisation: key,
	round: v.number(),
	stance,
	/** Of an objection: the value that it harms. */
	harms: v.optional(key),
	words: v.optional(v.string()),
	method: v.optional(v.picklist(methods)),
	answer: v.optional(v.string())
};

const shape = v.object({
	journey: v.string(),
	organisations: v.array(v.object({ key, kind: v.string(), name: v.string() })),
	people: v.array(
		v.object({
			key,
			organisation: v.nullable(key),
			role: v.string(),
			kind: v.picklist(['board', 'staff', 'resident', 'facilitator'])
		})
	),
	/** In the order of the template; the last one is the day of signing. */
	meetings: v.array(v.object({ name: v.string(), date: v.string(), place: v.string() })),
	valueCards: v.array(
		v.object({ key, by: key, text: v.string(), value: v.nullable(key), sameAs: v.optional(key) })
	),
	values: v.array(
		v.object({
			key,
			name: v.string(),
			meaning: v.string(),
			seen: v.string(),
			unseen: v.string(),
			/** 1 to 5, by organisation. */
			importance: v.record(key, v.number())
		})
	),
	/** On all values together. */
	valueStances: v.array(v.object(voice)),
	futureCards: v.array(
		v.object({
			key,
			by: key,
			form: v.picklist(['postcard', 'headline', 'day', 'wish', 'doubt']),
			text: v.string(),
			theme: key,
			sameAs: v.optional(key)
		})
	),
	themes: v.array(v.object({ key, name: v.string(), vision: v.string(), values: keys })),
	scores: v.array(v.object({ theme: key, organisation: key, score: v.number(), evidence: v.string() })),
	obstacles: v.array(v.object({ key, by: key, principle: v.string(), text: v.string() })),
	strengths: v.array(v.object({ key, by: key, text: v.string() })),
	hardCards: v.array(
		v.object({
			key,
			by: key,
			text: v.string(),
			tension: v.optional(key),
			/** Of those that were discussed. */
			agreement: v.optional(v.string())
		})
	),
	tensions: v.array(
		v.object({
			key,
			poleA: v.string(),
			poleB: v.string(),
			purpose: v.string(),
			fear: v.string(),
			/** a-plus, a-minus, b-plus, b-minus. */
			quadrants: v.record(v.string(), v.array(v.string())),
			signalA: v.string(),
			signalB: v.string(),
			/** Behind "Wij" and "én wij". */
			clauseA: v.string(),
			clauseB: v.string(),
			/** The pole, a or b, by organisation. */
			leaning: v.record(key, v.picklist(['a', 'b'])),
			themes: keys
		})
	),
	ideas: v.array(
		v.object({
			key,
			by: key,
			text: v.string(),
			/** What it became in the end; of those that were kept. */
			what: v.optional(v.string()),
			themes: keys,
			tensions: keys,
			direction: v.number(),
			platform: v.number(),
			yield: v.number(),
			/** Why not now; of those that were put aside. */
			notNow: v.optional(v.string()),
			/** Those that it fed. */
			ambitions: v.optional(keys, [])
		})
	),
	ambitions: v.array(
		v.object({
			key,
			name: v.string(),
			text: v.string(),
			/** Before objections were integrated, where there were any. */
			firstText: v.optional(v.string()),
			themes: keys,
			values: keys,
			tensions: keys,
			domains: v.array(v.string()),
			from: v.string(),
			to: v.string(),
			indicator: v.string(),
			unit: v.string(),
			baseline: v.string(),
			baselineYear: v.string(),
			target2028: v.string(),
			target2040: v.string(),
			source: v.string(),
			unmeasured: v.string(),
			stop: v.string(),
			residents: v.string(),
			lead: key,
			others: keys,
			alarms: v.array(v.string())
		})
	),
	stances: v.array(v.object({ ambition: key, ...voice }))
});

export type Wilgenmeer = v.InferOutput<typeof shape>;
export type Voice = v.InferOutput<ReturnType<typeof v.object<typeof voice, undefined>>>;

/** The fictional journey of Regio Wilgenmeer; what refers to something else does so by key. */
export const wilgenmeer: Wilgenmeer = v.parse(
	shape,
	JSON.parse(readFileSync(new URL('./wilgenmeer.json', import.meta.url), 'utf8'))
);
