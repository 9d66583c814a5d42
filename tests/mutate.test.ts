import { expect, test } from 'vitest';
import { marked, mutantsOf, mutated } from './mutate/mutants.ts';

const changes = (source: string) => mutantsOf(source).map((mutant) => mutated(source, mutant));

test('a guard is taken out, and another condition is always so and never so', () => {
	expect(changes('if (a) return b;')).toEqual([';']);
	expect(changes('for (const a of b) { if (a) { c = a; continue; } }')).toEqual(['for (const a of b) { ; }']);
	expect(changes('if (a) b = c;')).toEqual(['if (true) b = c;', 'if (false) b = c;']);
	expect(changes('const a = b ? c : d;')).toEqual(['const a = true ? c : d;', 'const a = false ? c : d;']);
});

test('signs are changed for their neighbours, and one more for one less', () => {
	expect(changes('a && b;')).toEqual(['a || b;']);
	expect(changes('a < b;')).toEqual(['a <= b;']);
	expect(changes('a !== b;')).toEqual(['a === b;']);
	expect(changes('a + 1;')).toEqual(['a - 1;']);
	expect(changes('a + 2;')).toEqual([]);
	expect(changes('(await closed(a)) ?? run(a);')).toEqual([' run(a);']);
});

test('what narrows a query or a list is taken out, and a call that stands alone', () => {
	expect(changes("const a = db.selectFrom('b')\n\t.where('c', '=', d)\n\t.execute();")).toEqual([
		"const a = db.selectFrom('b')\n\t\n\t.execute();"
	]);
	expect(changes('await append(tx, a);')).toEqual([';']);
	expect(changes("log.info('a');")).toEqual([]);
	expect(changes('class A extends B { constructor() { super(); } }')).toEqual([]);
});

test('types are nobody’s condition', () => {
	expect(changes('type A = B extends C ? D : E; const a: (b: 1 | 2) => void = c;')).toEqual([]);
});

test('a change says its line, and the function around it', () => {
	const source = 'const a = 1;\nconst f = () => {\n\tif (a) return b;\n};';
	expect(mutantsOf(source)).toMatchObject([
		{ line: 3, within: source.indexOf('() =>'), what: 'without if (a) return b;' }
	]);
});

test('a marked source does what it did, and says which functions were reached', () => {
	const source = `
		class A { one = () => ({ x: 1 }); two() { return this.one().x + 1; } never() { return 0; } }
		const double = async (n) => n * 2;
		return double(new A().two());`;
	const at = (text: string) => `f:${source.indexOf(text)}`;
	const reached = new Set<string>();
	Object.assign(globalThis, { reached });
	// A module is no function: its last line, which says that it was loaded, comes after the return here.
	const run = new Function(marked('f', source)) as () => Promise<number>;
	return run().then((answer) => {
		expect(answer).toBe(4);
		expect([...reached].toSorted()).toEqual([at('() =>'), at('two()'), at('async')].toSorted());
		expect(marked('f', 'a = 1;')).toContain('reached?.add("f:0")');
	});
});
