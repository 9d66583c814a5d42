/**
 * Keeps what somebody reads where it is while the list around it changes: remembers the part that stands highest in
 * the window before the change, and scrolls by as much as it moved after it. Chrome does this by itself, Safari
 * does not; the page switches the browser's own way off (`overflow-anchor`), so that it never happens twice.
 */
export function holdView(root: HTMLElement): () => void {
	const inSight = [...root.querySelectorAll<HTMLElement>('.card, .group > header')]
		.map((element) => ({ element, top: element.getBoundingClientRect().top }))
		.filter(({ element, top }) => top >= 0 && top < innerHeight && element.isConnected);
	return () => {
		const still = inSight.find(({ element }) => element.isConnected && root.contains(element));
		if (still) scrollBy({ top: still.element.getBoundingClientRect().top - still.top, behavior: 'instant' });
	};
}
