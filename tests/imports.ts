import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');

export interface Import {
	from: string;
	/** `import type` and `import('…').T`: gone before anything runs. */
	typeOnly: boolean;
}

/** Where `#layer/…` points; package.json says the same to Node. */
const layers: Record<string, string> = {
	domain: 'src/domain',
	wire: 'src/wire',
	lib: 'src/lib',
	server: 'server'
};

/** Paths of the files that match, from the root, with `/`. What Paraglide makes and what was installed is nobody's work. */
export function filesOf(pattern: string): string[] {
	return globSync(pattern, { cwd: root })
		.map((file) => file.replaceAll('\\', '/'))
		.filter((file) => !file.startsWith('src/lib/paraglide/') && !file.includes('/node_modules/'))
		.sort();
}

/** hooks, params and the service worker are SvelteKit's, as routes are. */
export function layerOf(file: string): string {
	const [top = '', second = ''] = file.split('/');
	if (top !== 'src') return top;
	return ['domain', 'wire', 'lib'].includes(second) ? second : 'routes';
}

export const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

export function importsOf(file: string, source: string): Import[] {
	if (!file.endsWith('.svelte')) return importsOfScript(source);
	const scripts = [...source.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
	const markup = source.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
	const inMarkup = [...markup.matchAll(/\bimport\(\s*['"`]([^'"`]+)['"`]/g)];
	return [
		...scripts.flatMap(importsOfScript),
		...inMarkup.map((match) => ({ from: match[1] ?? '', typeOnly: false }))
	];
}

function importsOfScript(source: string): Import[] {
	const found: Import[] = [];
	const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
		if (specifier && ts.isStringLiteralLike(specifier)) found.push({ from: specifier.text, typeOnly });
	};
	const visit = (node: ts.Node): void => {
		// `import { type A }` still runs the file, so it is no type import.
		if (ts.isImportDeclaration(node))
			add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
		else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
			add(node.argument.literal, true);
		else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
			add(node.arguments[0], false);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest));
	return found;
}

/** What each file imports, types included. What is found by a pattern is no import of what fits it. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** From the imports of each file, by path. What is imported from outside of them is left out. */
export function graphOf(imports: ReadonlyMap<string, readonly Import[]>): Graph {
	return new Map(
		[...imports].map(([file, found]) => {
			const targets = new Set(found.map(({ from }) => targetOf(file, from)));
			return [file, [...targets].filter((target) => imports.has(target))];
		})
	);
}

function targetOf(file: string, from: string): string {
	const [first = '', ...rest] = from.split('/');
	if (first.startsWith('#')) return [layers[first.slice(1)], ...rest].join('/');
	return from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : from;
}

/** Sets of files of which each comes back to itself by way of the others (Tarjan's), the largest first. */
export function circlesIn(graph: Graph): string[][] {
	const circles: string[][] = [];
	const order = new Map<string, number>();
	/** The earliest file that is on the way and can be reached from this one. */
	const earliest = new Map<string, number>();
	const way: string[] = [];

	function walk(file: string): void {
		order.set(file, order.size);
		earliest.set(file, order.get(file)!);
		way.push(file);
		for (const next of graph.get(file) ?? []) {
			if (!order.has(next)) walk(next);
			if (way.includes(next)) earliest.set(file, Math.min(earliest.get(file)!, earliest.get(next)!));
		}
		if (earliest.get(file) !== order.get(file)) return;
		const circle = way.splice(way.indexOf(file));
		if (circle.length > 1 || graph.get(file)?.includes(file)) circles.push(circle.sort());
	}

	for (const file of graph.keys()) if (!order.has(file)) walk(file);
	return circles.sort((a, b) => b.length - a.length);
}
