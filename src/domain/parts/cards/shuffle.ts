/** Fisher and Yates. A new list in which every order is as likely; `random` gives 0 up to 1. */
export function shuffle<T>(items: readonly T[], random: () => number): T[] {
	const shuffled = [...items];
	for (let last = shuffled.length - 1; last > 0; last--) {
		const drawn = Math.floor(random() * (last + 1));
		[shuffled[last], shuffled[drawn]] = [shuffled[drawn]!, shuffled[last]!];
	}
	return shuffled;
}
