/**
 * Keeps what somebody has before them where it is while the page around it changes: remembers what has the focus and is
 * in sight, or else the part that stands highest in sight, and scrolls by as much as that moved. Safari does neither by
 * itself, and Chrome not the first; the page asks it not to do the second as well (`overflow-anchor`).
 */
export function holdView(root: HTMLElement): () => void {
	const focused = root.ownerDocument.querySelector<HTMLElement>(':focus');
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

/** The nearest part of the page that scrolls by itself, or the page; null for what stays where it is in either. */
function scrollerOf(element: HTMLElement): Element | null {
	for (let part: HTMLElement | null = element; part; part = part.parentElement) {
		const { overflowY, position } = getComputedStyle(part);
		const scrolls = overflowY === 'auto' || overflowY === 'scroll';
		if (part !== element && scrolls && part.scrollHeight > part.clientHeight) return part;
		if (position === 'sticky' || position === 'fixed') return null;
	}
	return document.scrollingElement ?? document.documentElement;
}
