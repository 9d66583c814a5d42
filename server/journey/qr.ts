/** White around the code, in modules: what a reader needs to find it (ISO/IEC 18004). */
const quiet = 4;

/** A QR code as one SVG path of dark runs, row by row, in a square of `size` modules. */
export async function qrPath(text: string): Promise<{ path: string; size: number }> {
	// Most pages have none.
	const { create } = await import('qrcode');
	const { modules } = create(text, { errorCorrectionLevel: 'M' });
	const rows = Array.from({ length: modules.size }, (_, y) =>
		runs(Array.from({ length: modules.size }, (_, x) => modules.get(y, x) === 1))
			.map(({ from, length }) => `M${from + quiet} ${y + quiet}h${length}v1h-${length}z`)
			.join('')
	);
	return { path: rows.join(''), size: modules.size + 2 * quiet };
}

/** Where a row is dark, neighbours together. */
function runs(row: boolean[]): { from: number; length: number }[] {
	const found: { from: number; length: number }[] = [];
	row.forEach((dark, x) => {
		if (!dark) return;
		if (row[x - 1]) found.at(-1)!.length++;
		else found.push({ from: x, length: 1 });
	});
	return found;
}
