import { isBuiltin } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { circlesIn, filesOf, graphOf, importsOf, layerOf, textOf, type Import } from './imports.ts';

interface Door {
	/** Layers it may import from, beside itself. */
	layers: string[];
	/** Layers it may name types of, and nothing that runs. */
	types?: string[];
	/** The packages it may import, or those that it may not. */
	packages?: RegExp;
	notPackages?: RegExp;
	node?: boolean;
}

const kit = /^(\$app|\$env|\$lib|\$service-worker|@sveltejs|svelte)(\/|$)/;
/** Packages that hold a database, a socket or a secret: a component that imports one ships it to the browser. */
const serverOnly = /^(better-sqlite3|kysely|lucia|nodemailer|pino|ws)(\/|$)|^\$lib(\/|$)/;

/** Who may import whom; CONTRIBUTING says why. */
const doors: Record<string, Door> = {
	domain: { layers: [] },
	wire: { layers: ['domain'], packages: /^(yjs|lib0|y-protocols)(\/|$)/ },
	lib: { layers: ['wire', 'domain'], types: ['server'], notPackages: serverOnly },
	routes: { layers: ['lib', 'wire', 'domain'], types: ['server'], notPackages: serverOnly },
	server: { layers: ['wire', 'domain'], notPackages: kit, node: true },
	tests: { layers: ['server', 'lib', 'wire', 'domain'], notPackages: kit, node: true }
};

/** A test beside the code may use what tests use, but enters no other layer than its neighbours. */
const testDoor = { packages: undefined, notPackages: kit, node: true };
/** One that runs in a browser's surroundings mounts what it tests. */
const browserTestDoor = { ...testDoor, notPackages: serverOnly };

/** The wrong imports of one file, each as a sentence. */
function trespasses(file: string, imports: readonly Import[]): string[] {
	const layer = layerOf(file);
	const door = doors[layer];
	if (!door) return [`${file} is in no layer`];
	const rules = { ...door, ...testDoorOf(file) };
	return imports
		.map((found) => ({ found, why: whyNot(file, layer, rules, found) }))
		.filter(({ why }) => why)
		.map(({ found, why }) => `${file} → ${found.from}: ${why}`);
}

function testDoorOf(file: string): Partial<Door> {
	// Pages that a browser opens without a server: they mount what they measure.
	if (file.endsWith('.svelte.test.ts') || file.startsWith('tests/fit/')) return browserTestDoor;
	return file.endsWith('.test.ts') ? testDoor : {};
}

function whyNot(file: string, layer: string, door: Door, { from, typeOnly }: Import): string | undefined {
	if (from.startsWith('.'))
		return leavesLayer(file, layer, from) ? 'leaves its layer; write #layer/…' : undefined;
	if (from.startsWith('#')) {
		const other = from.slice(1).split('/')[0] ?? '';
		if (other === layer || door.layers.includes(other)) return undefined;
		if (door.types?.includes(other)) return typeOnly ? undefined : 'only `import type` from there';
		return `${layer} may not import ${other}`;
	}
	if (isBuiltin(from)) return door.node ? undefined : `${layer} may not use Node`;
	if (door.packages) return door.packages.test(from) ? undefined : `${layer} may not use this package`;
	if (door.notPackages) return door.notPackages.test(from) ? `${layer} may not use this package` : undefined;
	return `${layer} may not use packages`;
}

function leavesLayer(file: string, layer: string, from: string): boolean {
	const target = path.posix.join(path.posix.dirname(file), from);
	// The process loads SvelteKit's finished handler; that is where the two meet.
	if (layer === 'server' && target === 'build/handler.js') return false;
	// Tests ask of pages what a browser does; nobody else does, so the routes have no `#` of their own.
	if (layer === 'tests' && layerOf(target) === 'routes') return false;
	return layerOf(target) !== layer;
}

/** Texts of files in the server, by name. */
function circlesOf(sources: Record<string, string>): string[][] {
	const named = Object.entries(sources).map(([name, source]) => [`server/${name}.ts`, source] as const);
	return circlesIn(graphOf(new Map(named.map(([file, source]) => [file, importsOf(file, source)]))));
}

describe('who may import whom', () => {
	const files = filesOf('{src,server,tests}/**/*.{ts,js,mjs,svelte}');
	const imports = new Map(files.map((file) => [file, importsOf(file, textOf(file))]));

	test('every file stays within its doors', () => {
		expect(imports.size).toBeGreaterThan(20);
		expect([...imports].flatMap(([file, found]) => trespasses(file, found))).toEqual([]);
	});

	test('no file imports itself by way of others, not even for a type', () => {
		const source = [...imports].filter(([file]) => layerOf(file) !== 'tests');
		expect(circlesIn(graphOf(new Map(source)))).toEqual([]);
	});

	test.each([
		['of two', { a: "import './b.ts';", b: "import './a.ts';" }],
		['of types', { a: "import type { B } from './b.ts';", b: "let a: import('./a.ts').A;" }],
		[
			'by way of a third',
			{ a: "export * from './b.ts';", b: "import './c.ts';", c: "import '#server/a.ts';" }
		],
		['when needed', { a: "const b = () => import('./b.ts');", b: "import './a.ts';" }],
		['of one', { a: "import './a.ts';" }]
	])('catches a circle %s', (_, sources) => {
		expect(circlesOf(sources)).toEqual([Object.keys(sources).map((name) => `server/${name}.ts`)]);
	});

	test('lets two ways to one file pass', () => {
		const sources = {
			a: "import './b.ts'; import './c.ts';",
			b: "import './d.ts';",
			c: "import './d.ts';",
			d: ''
		};
		expect(circlesOf(sources)).toEqual([]);
	});

	const component = 'src/lib/parts/cards/Card.svelte';
	const script = (line: string) => `<script lang="ts">\n\t${line}\n</script>\n\n<p>Hoi</p>\n`;

	test.each([
		[
			'a value of the server in a component',
			component,
			script("import { openDb } from '#server/db/open.ts';")
		],
		['a type among values', component, script("import { type Db } from '#server/db/open.ts';")],
		['an import for its effect', component, script("import '#server/db/open.ts';")],
		['an import when needed', component, script("const open = () => import('#server/db/open.ts');")],
		['an import in the markup', component, "{#await import('#server/db/open.ts') then open}{open}{/await}"],
		['a door passed on', 'src/lib/parts/board/index.ts', "export { openDb } from '#server/db/open.ts';"],
		['a package of the server in a page', 'src/routes/+page.server.ts', "import { sql } from 'kysely';"],
		['a way around the doors', 'src/routes/+page.svelte', script("import x from '../../server/db/open.ts';")],
		['a package in the rules', 'src/domain/text/text.ts', "import * as v from 'valibot';"],
		['Node in the rules', 'src/domain/text/text.ts', "import { hash } from 'node:crypto';"],
		['Svelte on the wire', 'src/wire/documents.ts', "import { onMount } from 'svelte';"],
		['SvelteKit in the server', 'server/people/people.ts', "import { redirect } from '@sveltejs/kit';"],
		['a component in the server', 'server/people/people.ts', "import type { Look } from '#lib/look.ts';"]
	])('catches %s', (_, file, source) => {
		expect(trespasses(file, importsOf(file, source))).toHaveLength(1);
	});

	test.each([
		['a type of the server', component, script("import type { Db } from '#server/db/open.ts';")],
		['a type in a type', component, script("let db: import('#server/db/open.ts').Db;")],
		['a type passed on', 'src/lib/parts/board/index.ts', "export type { Db } from '#server/db/open.ts';"],
		[
			'Yjs on the wire',
			'src/wire/parts/cards/own.ts',
			"import * as Y from 'yjs';\nimport { readVarUint } from 'lib0/decoding';"
		],
		['a neighbour', 'src/domain/kinds/kinds.ts', "import { values } from './values/kind.ts';"],
		['Vitest beside a rule', 'src/domain/text/text.test.ts', "import { test } from 'vitest';"],
		['Svelte beside a component', 'src/lib/ui/Card.svelte.test.ts', "import { flushSync } from 'svelte';"],
		['the finished handler', 'server/main.ts', "await import('../build/handler.js');"],
		['words about imports', component, script("// import { openDb } from '#server/db/open.ts';")]
	])('lets %s pass', (_, file, source) => {
		expect(trespasses(file, importsOf(file, source))).toEqual([]);
	});
});
