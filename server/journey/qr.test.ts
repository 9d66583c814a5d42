import { create } from 'qrcode';
import { expect, test } from 'vitest';
import { qrPath } from './qr.ts';

const address = 'https://siroop.example/meedoen?code=482913';

/** The dark modules that a path draws, as 'x,y'. */
function drawn(path: string): Set<string> {
	const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].map((run) => run.slice(1).map(Number));
	return new Set(
		runs.flatMap(([x, y, length]) => Array.from({ length: length! }, (_, i) => `${x! + i},${y}`))
	);
}

test('every dark module is drawn, and no other', async () => {
	const { modules } = create(address, { errorCorrectionLevel: 'M' });
	const dark = new Set<string>();
	for (let y = 0; y < modules.size; y++)
		for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) dark.add(`${x + 4},${y + 4}`);
	expect(drawn((await qrPath(address)).path)).toEqual(dark);
});

test('four modules stay white all around', async () => {
	const { path, size } = await qrPath(address);
	const at = [...drawn(path)].flatMap((module) => module.split(',').map(Number));
	expect(Math.min(...at)).toBe(4);
	expect(Math.max(...at)).toBe(size - 5);
});
