import { expect, test } from 'vitest';
import { kinds } from '#domain/kinds/kinds.ts';
import { readFields } from '#server/acts/act.ts';
import { rulesOf } from '#server/documents/kinds.ts';
import { journeyActs } from '#server/journey/acts.ts';
import { kindServer } from '#server/kinds/kinds.ts';
import { journeyDocument } from '#wire/journey/document.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { idOf } from '../support/cast.ts';
import { cost, hostile, plain } from './hostile.ts';

/** Times what the same costs with a plain text, or what reading one card costs, where that is more. */
const mostTimes = 40;

const acts = [
	...Object.entries(journeyActs),
	...kinds.flatMap(({ kind }) =>
		Object.entries(kindServer(kind).acts).map(([name, act]) => [`${kind} ${name}`, act] as const)
	)
];
/** A form takes no more than this. */
const aForm = 64_000;

test.each(acts)(
	'C18 the fields of "%s" are read in no more time for a hostile text than for a plain one',
	(_, act) => {
		const names = Object.keys((act.input as { entries?: object }).entries ?? {});
		const read = (text: string) => readFields(act, Object.fromEntries(names.map((name) => [name, text])));
		const usual = Math.max(
			0.2,
			cost(() => read(plain(aForm)))
		);
		for (const [name, make] of Object.entries(hostile)) {
			const text = make(aForm);
			expect(cost(() => read(text)) / usual, name).toBeLessThan(mostTimes);
		}
	}
);

const [step, person] = [idOf('step', 1), idOf('person', 1)];
const values = [boardDocument(step), ownDocument(step, person), journeyDocument(idOf('journey', 1))].flatMap(
	(document) => [...rulesOf(document)!.shapes.keys()].map((root) => [document, root] as const)
);
/** One frame takes no more than this. */
const aFrame = 500_000;

test.each(values)('C18 a value of %s under "%s" costs no more for a hostile text', (document, root) => {
	const { checkValue } = rulesOf(document)!;
	const check = (text: string) => {
		for (const key of [idOf('card', 1), '1', text])
			for (const value of [
				text,
				{ text, prompt: '1', at: 1 },
				{ title: text, order: 1 },
				{ group: text, on: text, order: 1 },
				{ text: '', prompt: text, at: 1, onBehalf: text }
			])
				checkValue(root, key, value);
	};
	const usual = Math.max(
		0.5,
		cost(() => check(plain(aFrame)))
	);
	for (const [name, make] of Object.entries(hostile)) {
		const text = make(aFrame);
		expect(cost(() => check(text)) / usual, name).toBeLessThan(mostTimes);
	}
});
