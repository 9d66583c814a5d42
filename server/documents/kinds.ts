import { cardsEach, draftsEach, groupsMost, placesMost, sharedTextMost } from '#domain/bounds.ts';
import {
	boardAccess,
	isEmbargoed,
	isLeftBehind,
	journeyAccess,
	ownAccess,
	type AccessRule
} from '#domain/journey/access.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { ownDocuments } from '#domain/parts/anonymity/anonymity.ts';
import { idsIn } from '#wire/documents.ts';
import { journeyDocument } from '#wire/journey/document.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import type { DocumentRules, Shape } from '#server/sync/document-rules.ts';
import type { Snapshot } from './snapshot.ts';
import { byServerOnly, checkDraft, checkGroup, checkOwnCard, checkPlace, type ValueCheck } from './values.ts';

interface Root {
	shape: Shape;
	check: ValueCheck;
	/** Values in it, or UTF-16 units in each of its texts, that a page allows somebody; the server takes twice as many. */
	most: number;
}

/** What goes and what comes in its place may arrive as one change. */
const slack = 2;

/** All that tells one kind of document from another. A new kind is one more entry in `documentKinds`, and nothing else. */
export interface DocumentKind<Ids extends string[] = string[]> {
	/** Its name begins with the kind; of the ids in it, the first says of which step or journey it is. */
	name(...ids: Ids): string;
	of: 'step' | 'journey';
	/** The notebook that it is in; null: more than one person may get it. */
	ownerOf(...ids: Ids): string | null;
	/** What may lie in it, and what a client may write as one value there. */
	roots: Readonly<Record<string, Root>>;
	/** Stored bytes. */
	mostBytes: number;
	/** Who is in it, and what they hold, is passed on to everyone in it. */
	hasAwareness: boolean;
	/** The facts of its journey go out on it, and who is in it is present there. */
	hasFacts: boolean;
	/** Who may read it, and what they may write, as its journey is now. null: there is no such document. */
	access(journey: Snapshot, ...ids: Ids): AccessRule | null;
}

const MB = 1024 * 1024;

const own: DocumentKind<[step: string, notebook: string]> = {
	name: ownDocument,
	of: 'step',
	ownerOf: (_step, notebook) => notebook,
	roots: {
		cards: { shape: 'values', check: checkOwnCard, most: cardsEach },
		drafts: { shape: 'values', check: checkDraft, most: draftsEach }
	},
	mostBytes: 2 * MB,
	hasAwareness: false,
	hasFacts: false,
	access({ steps }, id, owner) {
		const step = steps.get(id);
		if (!step) return null;
		const stands = step.anonymous ? ownDocuments(step.kind, step.stage) : 'open';
		return ownAccess({ owner, closed: stands === 'open' ? null : stands });
	}
};

const board: DocumentKind<[step: string]> = {
	name: boardDocument,
	of: 'step',
	ownerOf: () => null,
	roots: {
		cards: { shape: 'values', check: byServerOnly, most: 0 },
		groups: { shape: 'values', check: checkGroup, most: groupsMost },
		place: { shape: 'values', check: checkPlace, most: placesMost },
		texts: { shape: 'texts', check: byServerOnly, most: sharedTextMost }
	},
	mostBytes: 8 * MB,
	hasAwareness: true,
	hasFacts: false,
	access({ steps, at, pausedAt }, id) {
		const step = steps.get(id);
		// What somebody wrote alone stays theirs (A3); the table of a step that was taken out is on no screen (D11).
		if (!step || step.removed_at !== null) return null;
		const stands = [...steps]
			.filter(([, { removed_at }]) => removed_at === null)
			.map(([other, { kind, stage }]) => ({ kind, stage, here: other === at }));
		return boardAccess({
			opens: stageOf(step.kind, step.stage).opens,
			lockedAt: step.locked_at,
			pausedAt,
			isLeft: isLeftBehind(step.position, (at === null ? undefined : steps.get(at))?.position ?? null),
			embargoed: isEmbargoed(step.kind, stands)
		});
	}
};

const journey: DocumentKind<[journey: string]> = {
	name: journeyDocument,
	of: 'journey',
	ownerOf: () => null,
	roots: {},
	mostBytes: 8 * MB,
	hasAwareness: false,
	hasFacts: true,
	access: () => journeyAccess
};

export const documentKinds = { own, board, journey };

/** Null for a name that no kind has. */
export function findDocument(name: string): { kind: DocumentKind; ids: string[] } | null {
	const kind = byKind.get(name.split('/', 1)[0]!);
	const ids = kind && idsIn(kind.name, name);
	return ids ? { kind, ids } : null;
}

const byKind: ReadonlyMap<string, DocumentKind> = new Map(Object.entries<DocumentKind>(documentKinds));

/** What the socket server goes by in the document of this name; null where there can be none. */
export function rulesOf(name: string): DocumentRules | null {
	const found = findDocument(name);
	if (!found) return null;
	const { kind, ids } = found;
	const { roots, mostBytes, hasAwareness, hasFacts } = kind;
	return {
		shapes: new Map(Object.entries(roots).map(([root, { shape }]) => [root, shape])),
		mostIn: (root) => slack * roots[root]!.most,
		checkValue: (root, key, value) => roots[root]!.check(key, value),
		mostBytes,
		hasAwareness,
		hasFacts,
		owner: kind.ownerOf(...ids)
	};
}
