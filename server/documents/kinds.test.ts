import { describe, expect, test } from 'vitest';
import { access, type Visitor } from '#domain/journey/access.ts';
import { defaultLimits } from '#server/sync/limits.ts';
import { documentKinds, findDocument, rulesOf, type DocumentKind } from './kinds.ts';
import type { Snapshot } from './snapshot.ts';
import { byServerOnly } from './values.ts';

/** One id for each that a name takes, none like another. */
const ids = ['idofthefirst', 'idofthenext1'];
const [first, second] = ids as [string, string];

/** A journey in which every document is there. */
const snapshotAt = (stage: string): Snapshot => ({
	seats: new Map(),
	steps: new Map(
		ids.map((id) => [
			id,
			{ kind: 'values', stage, position: 1, anonymous: false, locked_at: null, removed_at: null }
		])
	),
	pausedAt: null,
	at: first,
	beamer: 'beamer'
});
const seated = (participant: string): Visitor => ({
	seat: { participant, role: 'lead', removedAt: null, notebook: participant },
	beamer: false,
	known: true
});
const beamer: Visitor = { seat: null, beamer: true, known: false };
const stages = ['writing', 'sorting', 'weighing', 'harvested'];

describe.each(Object.entries<DocumentKind>(documentKinds))('a document of the kind %s', (name, kind) => {
	const given = ids.slice(0, kind.name.length);
	const document = kind.name(...given);
	const rules = rulesOf(document)!;
	const roots = Object.keys(kind.roots);

	test('has a name of its own, with its kind and ids in it, and no other is read as it', () => {
		expect(document).toBe([name, ...given].join('/'));
		expect(findDocument(document)).toEqual({ kind, ids: given });
		for (const other of [
			name,
			`${name}/`,
			`${document}/`,
			`${document}/${second}`,
			` ${document}`,
			`${document}\n`,
			document.toUpperCase(),
			kind.name(...given.map(() => 'short')),
			kind.name(...given.map((id) => id.repeat(3))),
			kind.name(...given.map(() => '../../board'))
		])
			expect(findDocument(other), other).toBeNull();
	});

	test('A2 is one person’s alone only where that person is in its name', () => {
		expect([null, ...given.slice(1)]).toContain(rules.owner);
	});

	test('has roots with a shape each, under which nothing may be written that is no value of it (C15)', () => {
		expect([...rules.shapes.keys()]).toEqual(roots);
		for (const root of roots) {
			expect(['values', 'texts']).toContain(rules.shapes.get(root));
			for (const value of [
				null,
				undefined,
				true,
				Infinity,
				[],
				{},
				{ text: 1 },
				{ text: 'Zorg', prompt: '' }
			])
				expect(rules.checkValue(root, first, value), root).toBe('value-malformed');
			expect(rules.checkValue(root, 'not a key', { title: 'Zorg', order: 1 }), root).toBe('value-malformed');
		}
	});

	test('has a bound, below which more than one fits in memory', () => {
		expect(rules.mostBytes).toBeGreaterThanOrEqual(defaultLimits.step2Bytes);
		expect(rules.mostBytes).toBeLessThan(defaultLimits.documentBytes / 10);
	});

	test('says whether presence in it is passed on, and facts are', () => {
		expect(rules).toMatchObject({ hasAwareness: kind.hasAwareness, hasFacts: kind.hasFacts });
		// What a journey tells goes to who has its document.
		expect(rules.hasFacts && kind.of !== 'journey').toBe(false);
		// Who sees another's cursor knows who is there: that is not for what one person has alone.
		expect(rules.hasAwareness && rules.owner !== null).toBe(false);
	});

	test('A1 A5 A7 is open to nobody without a seat, or with one that was taken away, and a screen writes nothing', () => {
		for (const stage of stages) {
			const rule = kind.access(snapshotAt(stage), ...given)!;
			const refused = (visitor: Visitor) => access(visitor, rule).ok === false;
			expect(refused({ seat: null, beamer: false, known: false })).toBe(true);
			expect(refused({ seat: null, beamer: false, known: true })).toBe(true);
			const removed = { participant: second, role: 'lead', removedAt: 1, notebook: second } as const;
			expect(refused({ seat: removed, beamer: false, known: true })).toBe(true);
			const screen = access(beamer, rule);
			expect(screen.ok ? screen.write : []).toEqual([]);
		}
	});

	test('lets people write under its own roots only, and nowhere where the server alone writes', () => {
		const written = new Set<string>();
		for (const stage of stages) {
			const decision = access(seated(second), kind.access(snapshotAt(stage), ...given)!);
			for (const root of decision.ok ? decision.write : []) written.add(root);
		}
		for (const root of written) {
			expect(roots).toContain(root);
			const { shape, check } = kind.roots[root]!;
			expect(shape === 'values' && check === byServerOnly, root).toBe(false);
		}
	});

	test('is in no journey that has no such step', () => {
		const empty = { ...snapshotAt('writing'), steps: new Map() };
		expect(kind.access(empty, ...given) === null).toBe(kind.of === 'step');
	});
});

test('a name that no kind has means nothing, whatever objects have by themselves', () => {
	for (const name of ['', '/', 'constructor/idofthefirst', '__proto__/idofthefirst', `letter/${first}`]) {
		expect(findDocument(name)).toBeNull();
		expect(rulesOf(name)).toBeNull();
	}
});
