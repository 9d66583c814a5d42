/**
 * Keeps what somebody reads where it is while the list around it changes: remembers the part that stands highest in
 * sight before the change, and scrolls by as much as it moved after it. Chrome does this by itself, Safari does not;
 * the page switches the browser's own way off (`overflow-anchor`), so that it never happens twice.
 */
export function holdView(root: HTMLElement): () => void {
	const inSight = [...root.querySelectorAll<HTMLElement>('.card, .group > header')]
		.map((element) => ({ element, top: element.getBoundingClientRect().top }))
		.filter(({ top }) => top >= 0 && top < innerHeight)
		.sort((a, b) => a.top - b.top);
	return () => {
		const held = new Set<Element>();
		for (const { element, top } of inSight) {
			const scroller = root.contains(element) ? scrollerOf(element) : null;
			if (!scroller || held.has(scroller)) continue;
			held.add(scroller);
			scroller.scrollTop += element.getBoundingClientRect().top - top;
		}
	};
}

/** The nearest part of the page that scrolls by itself, or the page. */
function scrollerOf(element: HTMLElement): Element {
	for (let part = element.parentElement; part; part = part.parentElement) {
		const { overflowY } = getComputedStyle(part);
		if ((overflowY === 'auto' || overflowY === 'scroll') && part.scrollHeight > part.clientHeight)
			return part;
	}
	return document.scrollingElement ?? document.documentElement;
}
