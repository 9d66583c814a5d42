/**
 * Keeps what somebody has before them where it is while the page around it changes: remembers what has the focus and is
 * in sight, or else the part that stands highest in sight, and scrolls by as much as that moved. Chrome does the second
 * by itself, Safari does not, and none does the first; the page switches the browser's own way off (`overflow-anchor`),
 * so that it never happens twice.
 */
export function holdView(root: HTMLElement): () => void {
	const page = root.closest('main') ?? root;
	const focused = page.querySelector<HTMLElement>(':focus');
	const parts = [...root.querySelectorAll<HTMLElement>('.card, .group > header')]
		.map(placed)
		.sort((a, b) => a.top - b.top);
	const inSight = [...(focused ? [placed(focused)] : []), ...parts].filter(
		({ top }) => top >= 0 && top < innerHeight
	);
	return () => {
		const held = new Set<Element>();
		for (const { element, top } of inSight) {
			const scroller = element.getClientRects().length > 0 ? scrollerOf(element) : null;
			if (!scroller || held.has(scroller)) continue;
			held.add(scroller);
			scroller.scrollTop += element.getBoundingClientRect().top - top;
		}
	};
}

const placed = (element: HTMLElement) => ({ element, top: element.getBoundingClientRect().top });

/** The nearest part of the page that scrolls by itself, or the page. */
function scrollerOf(element: HTMLElement): Element {
	for (let part = element.parentElement; part; part = part.parentElement) {
		const { overflowY } = getComputedStyle(part);
		if ((overflowY === 'auto' || overflowY === 'scroll') && part.scrollHeight > part.clientHeight)
			return part;
	}
	return document.scrollingElement ?? document.documentElement;
}
