/** What is left of a time, as people read it: '7:42'. A second that has begun is still there. */
export function clock(ms: number): string {
	const seconds = Math.ceil(Math.max(0, ms) / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
