// Where the discs and the labels of the picture lie. All lengths in the units of its viewBox, which are pixels.

export interface Frame {
	width: number;
	height: number;
	/** The size of the text. */
	unit: number;
}

export interface Disc {
	id: string;
	x: number;
	y: number;
	r: number;
}

export interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** The field between the axes; left and below stand their numbers and names. */
export const fieldOf = ({ width, height, unit }: Frame): Box => ({
	left: unit * 2,
	top: unit * 2,
	right: width - unit,
	bottom: height - unit * 3
});

/** From 1..5 to a place. Half a step is kept free around, so that a disc at the end lies in the field. */
export const xOf = (value: number, { left, right }: Box): number =>
	left + ((value - 0.6) / 4.8) * (right - left);
export const yOf = (value: number, { top, bottom }: Box): number =>
	bottom - ((value - 0.6) / 4.8) * (bottom - top);

/** The third question is the size of a disc; its number must stay readable in the smallest. */
export const radiusOf = (value: number, unit: number): number => unit * (0.64 + (value - 1) * 0.09);

/** Turns of pushing apart; in the first of them every disc is drawn back to where it belongs. */
const turns = 160;
const drawnTurns = 100;
const drawnBack = 0.08;
const apart = 2;

/** Discs that lie on each other move apart, as little as they can and in a fixed way; the others stay. */
export function fanOut(discs: readonly Disc[], field: Box): Disc[] {
	const moved = discs.map((disc) => ({ ...disc }));
	for (let turn = 0; turn < turns; turn++) {
		if (turn < drawnTurns) drawBack(moved, discs);
		const pushed = pushApart(moved);
		for (const disc of moved) keepIn(disc, field);
		if (!pushed && turn >= drawnTurns) break;
	}
	return moved;
}

function drawBack(moved: Disc[], home: readonly Disc[]): void {
	for (const [i, disc] of moved.entries()) {
		disc.x += (home[i]!.x - disc.x) * drawnBack;
		disc.y += (home[i]!.y - disc.y) * drawnBack;
	}
}

function pushApart(discs: Disc[]): boolean {
	let pushed = false;
	for (const [i, one] of discs.entries())
		for (const [j, other] of discs.slice(i + 1).entries()) pushed = push(one, other, i + j + 1) || pushed;
	return pushed;
}

function push(one: Disc, other: Disc, nth: number): boolean {
	const [dx, dy] = [other.x - one.x, other.y - one.y];
	const distance = Math.hypot(dx, dy);
	const over = one.r + other.r + apart - distance;
	if (over <= 0.01) return false;
	// On the very same point every pair gets a direction of its own.
	const angle = distance > 0.01 ? Math.atan2(dy, dx) : nth * 2.4;
	const [stepX, stepY] = [(Math.cos(angle) * over) / 2, (Math.sin(angle) * over) / 2];
	one.x -= stepX;
	one.y -= stepY;
	other.x += stepX;
	other.y += stepY;
	return true;
}

function keepIn(disc: Disc, field: Box): void {
	disc.x = Math.min(Math.max(disc.x, field.left + disc.r), field.right - disc.r);
	disc.y = Math.min(Math.max(disc.y, field.top + disc.r), field.bottom - disc.r);
}

export interface Label {
	id: string;
	text: string;
	x: number;
	y: number;
	anchor: 'start' | 'end' | 'middle';
}

/** Of the size of the text: about what a letter takes. */
const letterWidth = 0.5;
const lineHeight = 1.15;

/** A label beside its disc where one fits, on no disc and no other label. The others have their number and the table. */
export function labelsFor(
	discs: readonly Disc[],
	names: ReadonlyMap<string, string>,
	field: Box,
	size: number
): Label[] {
	const taken: Box[] = [];
	return discs.flatMap((disc) => {
		const text = names.get(disc.id) ?? '';
		const width = [...text].length * size * letterWidth;
		const free = placesAround(disc, width, size).find(
			({ box }) =>
				isInside(box, field) &&
				taken.every((other) => !overlap(box, other)) &&
				discs.every((other) => other === disc || !overlap(box, boxOf(other)))
		);
		if (!free) return [];
		taken.push(free.box);
		return [{ id: disc.id, text, ...free.at }];
	});
}

function placesAround({ x, y, r }: Disc, width: number, size: number) {
	const gap = size * 0.3;
	const half = (size * lineHeight) / 2;
	const baseline = size * 0.35;
	const level = { top: y - half, bottom: y + half };
	const middle = { left: x - width / 2, right: x + width / 2 };
	const [right, left, above, below] = [x + r + gap, x - r - gap, y - r - gap, y + r + gap];
	return [
		{
			box: { ...level, left: right, right: right + width },
			at: { x: right, y: y + baseline, anchor: 'start' as const }
		},
		{
			box: { ...level, left: left - width, right: left },
			at: { x: left, y: y + baseline, anchor: 'end' as const }
		},
		{
			box: { ...middle, top: above - 2 * half, bottom: above },
			at: { x, y: above - half + baseline, anchor: 'middle' as const }
		},
		{
			box: { ...middle, top: below, bottom: below + 2 * half },
			at: { x, y: below + half + baseline, anchor: 'middle' as const }
		}
	];
}

const boxOf = ({ x, y, r }: Disc): Box => ({ left: x - r, top: y - r, right: x + r, bottom: y + r });
const isInside = (box: Box, field: Box) =>
	box.left >= field.left && box.right <= field.right && box.top >= field.top && box.bottom <= field.bottom;
const overlap = (a: Box, b: Box) =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
