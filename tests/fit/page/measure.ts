// What is wrong with the picture that is shown now: measured on the letters themselves.

export interface Fault {
	is: 'cut' | 'outside' | 'overlaps' | 'small' | 'missing' | 'scrolls' | 'endless';
	/** The words that it is about. */
	words: string;
	/** Where they stand. */
	at: string;
}

interface Line {
	rect: DOMRect;
	element: Element;
	text: string;
	size: number;
}

/** What one line may stand over the edge of its box, px: rounding. */
const slack = 1.5;
/** Of a line's height the part that letters take: from the top of an l to the foot of a p. */
const letters = 0.8;
/** Ten metres from a picture of 2 m: nothing below this part of the picture's height, % of it (LOOK.md). */
const smallest = 2.2;
/** Nobody waits for more pages than this. */
const mostPages = 80;
/** Sentences are as large as the text of the look. */
const sentence = 24;

export const nextFrame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));

/** Of the picture, and of each further page that it turns to. */
export async function measure(must: readonly string[]): Promise<Fault[]> {
	const found = faultsNow();
	const pages = pagesNow();
	if (pages > mostPages) return [...found, { is: 'endless', words: `${pages} pages`, at: '' }];
	const seen = new Set(textsInSight());
	for (let page = 1; page < pages; page++) {
		for (const next of document.querySelectorAll<HTMLButtonElement>('[data-turn="next"]')) next.click();
		await nextFrame();
		await nextFrame();
		found.push(...faultsNow());
		for (const text of textsInSight()) seen.add(text);
	}
	const all = [...seen].join(' ').replace(/\s+/g, ' ');
	const missing = must
		.filter((text) => !all.includes(text))
		.map((words): Fault => ({ is: 'missing', words, at: '' }));
	return once([...found, ...missing]);
}

/** The same fault on more pages is told once. */
function once(faults: Fault[]): Fault[] {
	const known = new Map(
		faults.map((fault) => [`${fault.is} ${fault.at} ${fault.words.slice(0, 30)}`, fault])
	);
	return [...known.values()];
}

const pagesNow = () =>
	Math.max(
		1,
		...[...document.querySelectorAll('[data-pages]')].map((pages) => Number(pages.getAttribute('data-pages')))
	);

function textsInSight(): string[] {
	return [...document.querySelectorAll('main.beamer *')]
		.filter((element) => !element.querySelector('p, li, h1, h2, dd, th, span') && isInSight(element))
		.map((element) => element.closest('li, h1, h2, p, dd, th, blockquote')?.textContent ?? '');
}

function isInSight(element: Element): boolean {
	const { left, right, top } = element.getBoundingClientRect();
	return right > 0 && left < innerWidth && top < innerHeight;
}

function faultsNow(): Fault[] {
	const lines = linesIn(document.querySelector('main.beamer') ?? document.body);
	const inSight = lines.filter((line) => !isTurnedAway(line));
	const faults = inSight.map((line) => [line, faultsOf(line)] as const);
	// What is cut lies on something else out of sight: that is one fault.
	const whole = faults.flatMap(([line, found]) => (found.some(({ is }) => is !== 'small') ? [] : [line]));
	return [...scrolls(), ...faults.flatMap(([, found]) => found), ...overlaps(whole)];
}

function scrolls(): Fault[] {
	const { scrollWidth, scrollHeight } = document.scrollingElement!;
	if (scrollWidth <= innerWidth && scrollHeight <= innerHeight) return [];
	return [{ is: 'scrolls', words: `${scrollWidth} × ${scrollHeight}`, at: 'page' }];
}

/** Every line of text as it lies there, the hidden ones left out. */
function linesIn(root: Element): Line[] {
	const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	const lines: Line[] = [];
	while (walk.nextNode()) {
		const node = walk.currentNode as Text;
		const element = node.parentElement!;
		const text = node.data.trim();
		if (!text || element.closest('.away, title, [hidden], option')) continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		const size = parseFloat(getComputedStyle(element).fontSize) * scaleOf(element);
		for (const rect of range.getClientRects())
			if (rect.width > 0.5) lines.push({ rect: lettersOf(rect, size), element, text, size });
	}
	return lines;
}

/** A line's box is higher than its letters. */
function lettersOf({ x, y, width, height }: DOMRect, size: number): DOMRect {
	const high = size * letters;
	return new DOMRect(x, y + (height - high) / 2, width, high);
}

function scaleOf(element: Element): number {
	const svg = element.closest('svg');
	const ctm = svg && 'getScreenCTM' in svg ? svg.getScreenCTM() : null;
	return ctm ? Math.min(1, ctm.a) : 1;
}

/** On another page than the one that is shown now, or one of the many of which a part is shown and the number said. */
function isTurnedAway({ rect, element }: Line): boolean {
	const pages = element.closest('[data-pages]');
	if (pages) {
		const { left, right } = pages.getBoundingClientRect();
		if (rect.right <= left + slack || rect.left >= right - slack) return true;
	}
	return false;
}

function faultsOf(line: Line): Fault[] {
	const { rect, element, size, text } = line;
	const fault = (is: Fault['is']): Fault => ({ is, words: text.slice(0, 60), at: pathOf(element) });
	const isOutside =
		rect.left < -slack ||
		rect.top < -slack ||
		rect.right > innerWidth + slack ||
		rect.bottom > innerHeight + slack;
	const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
	const isSmall = size < (smallest / 100) * innerHeight || (text.length >= sentence && size < rem - 0.5);
	return [
		...(isOutside ? [fault('outside')] : isCut(line) ? [fault('cut')] : []),
		...(isSmall ? [fault('small')] : [])
	];
}

/** Something around it ends before the letters do. */
function isCut({ rect, element }: Line): boolean {
	for (let box: Element | null = element; box && box !== document.documentElement; box = box.parentElement) {
		const { overflowX, overflowY, display } = getComputedStyle(box);
		if (display === 'inline' || (overflowX === 'visible' && overflowY === 'visible')) continue;
		if (box instanceof SVGElement) continue;
		const edge = box.getBoundingClientRect();
		const isOver =
			rect.left < edge.left - slack ||
			rect.right > edge.right + slack ||
			rect.top < edge.top - slack ||
			rect.bottom > edge.bottom + slack;
		if (isOver) return true;
	}
	return false;
}

/** Letters on letters of something else. */
function overlaps(lines: Line[]): Fault[] {
	const sorted = lines.toSorted((a, b) => a.rect.top - b.rect.top);
	const found: Fault[] = [];
	for (const [index, one] of sorted.entries())
		for (const other of sorted.slice(index + 1)) {
			if (other.rect.top > one.rect.bottom) break;
			if (one.element === other.element || !doOverlap(one.rect, other.rect)) continue;
			if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
			found.push({
				is: 'overlaps',
				words: `${one.text.slice(0, 30)} | ${other.text.slice(0, 30)}`,
				at: `${pathOf(one.element)} | ${pathOf(other.element)}`
			});
		}
	return found;
}

function doOverlap(a: DOMRect, b: DOMRect): boolean {
	const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
	const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
	return wide > 2 * slack && high > 0.15 * Math.min(a.height, b.height);
}

function pathOf(element: Element): string {
	const names: string[] = [];
	for (
		let at: Element | null = element;
		at && at.tagName !== 'MAIN' && names.length < 4;
		at = at.parentElement
	)
		names.unshift(
			at.tagName.toLowerCase() +
				[...at.classList]
					.filter((c) => !c.startsWith('s-') && !c.startsWith('svelte-'))
					.map((c) => `.${c}`)
					.join('')
		);
	return names.join(' > ');
}
