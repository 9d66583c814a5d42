// npm run figures: how large the files and functions are, and which files import themselves by way of others.
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { circlesIn, filesOf, graphOf, importsOf, layerOf, textOf } from './imports.ts';

/** A function with more lines than this no longer fits in the eye. */
const longFunction = 40;
/** What we want, beside what is. Of files in lines, of functions in a number of them. */
const wanted = { circles: 0, serverMedian: 60, serverP90: 200, longFunctions: 5, testsToSource: 0.8 };

/** Where functions are measured: the sync server has an order of its own, and a migration is a list. */
const measured = /^server\/(?!sync\/|db\/migrations\/)/;
/** Tests and what they stand on. What only measures is no test. */
const ofTests = /\.test\.ts$|^tests\/(?!bench\/)[^/]+\//;

interface Source {
	file: string;
	text: string;
	lines: number;
}

interface Sizes {
	count: number;
	median: number;
	p90: number;
	max: number;
}

interface Measured {
	/** `file:line name` */
	name: string;
	/** From its first to its last, with the functions inside. */
	lines: number;
	/** Without the functions inside; the line on which one begins is the outer one's too. */
	own: number;
}

type Figures = ReturnType<typeof measure>;

function measure() {
	const all = filesOf('{server,src,tests}/**/*.{ts,svelte}').map(read);
	const tests = all.filter(({ file }) => ofTests.test(file));
	const source = all.filter(({ file }) => !file.startsWith('tests/') && !ofTests.test(file));
	const functions = source.filter(({ file }) => measured.test(file)).flatMap(functionsIn);
	return {
		circles: circlesIn(graphOf(new Map(source.map(({ file, text }) => [file, importsOf(file, text)])))),
		loose: filesOf('server/*.ts'),
		layers: Object.fromEntries(
			[...Map.groupBy(source, ({ file }) => layerOf(file))].map(([layer, files]) => [
				layer,
				{ lines: linesOf(files), ...sizes(files) }
			])
		),
		functions: {
			...sizes(functions),
			long: functions.filter(({ lines }) => lines > longFunction).sort((a, b) => b.lines - a.lines),
			own: sizes(functions.map(({ own }) => ({ lines: own })))
		},
		tests: {
			files: tests.length,
			lines: linesOf(tests),
			toSource: linesOf(tests) / linesOf(source)
		}
	};
}

function read(file: string): Source {
	const text = textOf(file);
	return { file, text, lines: text.trimEnd().split('\n').length };
}

function linesOf(sources: readonly Source[]): number {
	return sources.reduce((sum, { lines }) => sum + lines, 0);
}

function sizes(things: readonly { lines: number }[]): Sizes {
	const sorted = things.map(({ lines }) => lines).sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
	return { count: sorted.length, median: at(0.5), p90: at(0.9), max: at(1) };
}

/** Functions and methods that have a body, those inside others too. */
function functionsIn({ file, text }: Source): Measured[] {
	const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const lineAt = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1;
	const found: Measured[] = [];

	/** Returns how many lines are of the functions in this node alone. */
	function visit(node: ts.Node): number {
		let inside = 0;
		ts.forEachChild(node, (child) => void (inside += visit(child)));
		if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return inside;
		const first = lineAt(node.getStart());
		const lines = lineAt(node.end) - first + 1;
		found.push({ name: `${file}:${first} ${nameOf(node)}`, lines, own: lines - inside });
		return lines - 1;
	}

	visit(tree);
	return found;
}

/** Its own name, that of what it is given to, or that of the function that it is handed to. */
function nameOf({ name, parent }: ts.SignatureDeclaration): string {
	if (name) return name.getText();
	if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
	return ts.isCallExpression(parent) ? `in ${parent.expression.getText()}()` : 'without a name';
}

function inWords({ circles, loose, layers, functions, tests }: Figures): string {
	const server = layers.server!;
	const files = [
		['lines of a file', 'files', 'lines', 'median', 'p90', 'max'],
		...Object.entries(layers).map(([layer, { count, lines, median, p90, max }]) =>
			[layer, count, lines, median, p90, max].map(String)
		)
	];
	return [
		`circles of imports                  ${circles.length}   wanted ${wanted.circles}`,
		...circles.map((circle) => `  ${circle.length}: ${circle.join(' ')}`),
		`.ts files loose in server/          ${loose.length}`,
		'',
		...files.map(([layer, ...cells]) => layer!.padEnd(20) + cells.map((cell) => cell.padStart(8)).join('')),
		`server: median ${server.median}, wanted ${wanted.serverMedian}; p90 ${server.p90}, wanted ${wanted.serverP90}`,
		'',
		'lines of a function in server/, but for server/sync and the migrations',
		`  with functions inside   ${spread(functions)}`,
		`  without them            ${spread(functions.own)}`,
		`over ${longFunction} lines: ${functions.long.length}, wanted ${wanted.longFunctions}`,
		...functions.long.map(({ name, lines, own }) => `  ${String(lines).padStart(4)} (own ${own})  ${name}`),
		'',
		`tests to source: ${tests.toSource.toFixed(2)} (${tests.lines} lines in ${tests.files} files), wanted ${wanted.testsToSource}`
	].join('\n');
}

function spread({ count, median, p90, max }: Sizes): string {
	return `${count} functions, median ${median}, p90 ${p90}, max ${max}`;
}

const { values: given } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const figures = measure();
console.log(given.json ? JSON.stringify(figures, null, '\t') : inWords(figures));
