const second = 1000;

/** `7:42`; hours count as minutes, as on a kitchen clock. Half a second still to go is a second on the clock. */
export function clock(leftMs: number): string {
	const seconds = Math.ceil(leftMs / second);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
