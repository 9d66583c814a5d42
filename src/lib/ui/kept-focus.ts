const rows = 'li, tr';
const parts = `${rows}, fieldset, section, article, aside, dialog, [role=group], main`;

/**
 * When what has the focus goes, or is laid elsewhere in its list, a browser leaves the focus nowhere: whoever has no
 * mouse begins again at the top. Here it goes on (P13). To a row or a heading and never to a button: a second press of
 * the same key must not answer the next question. Returns the stop function.
 */
export function keepFocus(): () => void {
	const observer = new MutationObserver(look);
	let had: Element | null = null;

	function look(changes: MutationRecord[]): void {
		if (!had || hasFocus()) return;
		const went = changes.filter(({ removedNodes }) => removedNodes.length > 0);
		if (had.isConnected && went.some((change) => takes(change, had!))) return focusOn(had);
		if (had.isConnected) return;
		const next = nextTo(had, went);
		had = null;
		if (next) focusOn(next);
	}

	/** Somebody may also leave it themselves, for nothing: that is no loss. */
	const onLeave = () =>
		queueMicrotask(() => {
			look(observer.takeRecords());
			if (document.activeElement !== had) had = null;
		});
	const onCome = ({ target }: FocusEvent) => (had = target as Element);

	document.addEventListener('focusin', onCome);
	document.addEventListener('focusout', onLeave);
	observer.observe(document.body, { childList: true, subtree: true });
	return () => {
		document.removeEventListener('focusin', onCome);
		document.removeEventListener('focusout', onLeave);
		observer.disconnect();
	};
}

const hasFocus = () => document.activeElement !== null && document.activeElement !== document.body;
const takes = ({ removedNodes }: MutationRecord, node: Node) =>
	[...removedNodes].find((removed) => removed.contains(node));

/** The next row of its list, or else what it stood in; null where the whole page went. */
function nextTo(lost: Element, went: MutationRecord[]): Element | null {
	let left: Node = lost;
	let last: Loss | null = null;
	for (const change of went) {
		const removed = left.isConnected ? null : takes(change, left);
		if (removed) [left, last] = [change.target, { removed, change }];
	}
	const main = document.getElementById('main');
	if (!last || !(left instanceof Element) || !left.isConnected || holdsMain(last.removed)) return null;
	return (isRow(last.removed) ? rowAfter(last.change) : null) ?? startOf(left) ?? main;
}

/** What went, with what had the focus in it, and from where. */
interface Loss {
	removed: Node;
	change: MutationRecord;
}

const holdsMain = (node: Node) =>
	node instanceof Element && (node.id === 'main' || node.querySelector('#main') !== null);
const isRow = (node: Node) => node instanceof Element && node.matches(rows);

function rowAfter({ target, nextSibling }: MutationRecord): Element | undefined {
	const left = target instanceof Element ? [...target.children].filter(isRow) : [];
	const isAfter = (row: Element) =>
		row === nextSibling ||
		(nextSibling?.compareDocumentPosition(row) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING;
	return left.find(isAfter) ?? left.at(-1);
}

/** Where the nearest part begins that can be seen: its heading, or itself. */
function startOf(from: Element): Element | null {
	for (let part = from.closest(parts); part; part = part.parentElement?.closest(parts) ?? null) {
		const named = part.getAttribute('aria-labelledby')?.split(' ')[0];
		const start = (named ? document.getElementById(named) : null) ?? part;
		if (!start.closest('details:not([open]), dialog:not([open]), [hidden]')) return start;
	}
	return null;
}

/** What is no control takes it for this once. */
function focusOn(element: Element): void {
	if (!(element instanceof HTMLElement)) return;
	element.focus({ preventScroll: true });
	if (document.activeElement === element) return;
	element.setAttribute('tabindex', '-1');
	element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
	element.focus({ preventScroll: true });
}
