import ts from 'typescript';

/** One small change of a source file that some test should notice. */
export interface Mutant {
	/** 1 is the first line. */
	line: number;
	what: string;
	/** The innermost function around it, by where it begins; 0: it stands outside every function. */
	within: number;
	/** This piece of the source becomes `instead`. */
	start: number;
	end: number;
	instead: string;
}

const kind = ts.SyntaxKind;

const swapped = new Map<ts.SyntaxKind, string>([
	[kind.AmpersandAmpersandToken, '||'],
	[kind.BarBarToken, '&&'],
	[kind.LessThanToken, '<='],
	[kind.LessThanEqualsToken, '<'],
	[kind.GreaterThanToken, '>='],
	[kind.GreaterThanEqualsToken, '>'],
	[kind.EqualsEqualsEqualsToken, '!=='],
	[kind.ExclamationEqualsEqualsToken, '===']
]);
const oneOff = new Map<ts.SyntaxKind, string>([
	[kind.PlusToken, '-'],
	[kind.MinusToken, '+']
]);
/** Calls that leave something out: of a query, and of a list. */
const narrowing = new Set(['where', 'whereRef', 'filter']);

const parse = (source: string) => ts.createSourceFile('mutant.ts', source, ts.ScriptTarget.Latest, true);

/** Every change that can be tried, in the order of the source. */
export function mutantsOf(source: string): Mutant[] {
	const file = parse(source);
	const found: Mutant[] = [];
	const add = (node: ts.Node, mutant: Omit<Mutant, 'line' | 'within'>) => {
		const { line } = file.getLineAndCharacterOfPosition(mutant.start);
		found.push({ line: line + 1, within: functionAround(node)?.getStart(file) ?? 0, ...mutant });
	};
	const change = (node: ts.Node, instead: string) => {
		const what = `${brief(node.getText(file))} → ${instead}`;
		add(node, { what, start: node.getStart(file), end: node.end, instead });
	};
	const takeOut = (node: ts.Node, from: number, to: number, instead = '') => {
		const start = from + source.slice(from).search(/\S/);
		add(node, { what: `without ${brief(source.slice(start, to))}`, start, end: to, instead });
	};

	const visit = (node: ts.Node): void => {
		if (ts.isTypeNode(node)) return;
		if (ts.isIfStatement(node)) {
			if (isGuard(node)) takeOut(node, node.getStart(file), node.end, ';');
			else for (const always of ['true', 'false']) change(node.expression, always);
		}
		if (ts.isConditionalExpression(node))
			for (const always of ['true', 'false']) change(node.condition, always);
		if (ts.isBinaryExpression(node)) {
			const { operatorToken: sign, left, right } = node;
			const other = swapped.get(sign.kind) ?? (right.getText(file) === '1' && oneOff.get(sign.kind));
			const what = `${brief(node.getText(file))}: ${sign.getText(file)} → ${other}`;
			if (other) add(node, { what, start: sign.getStart(file), end: sign.end, instead: other });
			// A refusal, or else what is to be done.
			if (sign.kind === kind.QuestionQuestionToken) takeOut(node, left.getStart(file), sign.end);
		}
		if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
			const { expression: before, name } = node.expression;
			if (narrowing.has(name.text)) takeOut(node, before.end, node.end);
		}
		if (ts.isExpressionStatement(node) && isDeed(node.expression))
			takeOut(node, node.getStart(file), node.end, ';');
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found.filter((mutant) => isWhole(mutated(source, mutant)));
}

export const mutated = (source: string, { start, end, instead }: Mutant) =>
	source.slice(0, start) + instead + source.slice(end);

/** `if (…) return …`, without an else. */
function isGuard({ thenStatement, elseStatement }: ts.IfStatement): boolean {
	const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
	if (elseStatement || !last) return false;
	return [kind.ReturnStatement, kind.ThrowStatement, kind.ContinueStatement, kind.BreakStatement].includes(
		last.kind
	);
}

/** A call that stands alone, awaited or not; what is written in the log is nobody's promise. */
function isDeed(expression: ts.Expression): boolean {
	if (ts.isAwaitExpression(expression) || ts.isVoidExpression(expression))
		return isDeed(expression.expression);
	if (!ts.isCallExpression(expression)) return false;
	return expression.expression.kind !== kind.SuperKeyword && !/^(this\.#?)?log\b/.test(expression.getText());
}

/** Without a name in the API: what the parser could not read. */
function isWhole(source: string): boolean {
	const { parseDiagnostics } = parse(source) as ts.SourceFile & { parseDiagnostics: readonly unknown[] };
	return parseDiagnostics.length === 0;
}

type Working = ts.FunctionLikeDeclaration & { body: ts.ConciseBody };
const isWorking = (node: ts.Node): node is Working =>
	ts.isFunctionLike(node) && 'body' in node && Boolean(node.body);

function functionAround(node: ts.Node): Working | undefined {
	for (let around = node.parent as ts.Node | undefined; around; around = around.parent)
		if (isWorking(around)) return around;
	return undefined;
}

function brief(text: string): string {
	const line = text.replaceAll(/\s+/g, ' ').trim();
	return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** The source, but each function says that it was reached, as `<name>:<where it begins>`, and the file as `<name>:0`. */
export function marked(name: string, source: string): string {
	const file = parse(source);
	const say = (at: number) => `globalThis.reached?.add(${JSON.stringify(`${name}:${at}`)})`;
	const put: [number, string][] = [[source.length, `\n;${say(0)};`]];
	const visit = (node: ts.Node): void => {
		if (isWorking(node)) {
			const mark = say(node.getStart(file));
			const { body } = node;
			if (ts.isBlock(body)) put.push([body.getStart(file) + 1, `${mark};`]);
			else put.push([body.getStart(file), `(${mark}, `], [body.end, ')']);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return put
		.toSorted(([a], [b]) => b - a)
		.reduce((text, [at, more]) => text.slice(0, at) + more + text.slice(at), source);
}
