// The six digits on the beamer that let people in.

/** The digits that were meant, or null. People type what they read aloud: "482 731", "482-731", "48.27.31". */
export function readCode(input: string): string | null {
	const typed = input.trim();
	return /^\d(?:[\s.\p{Pd}]*\d){5}$/u.test(typed) ? typed.replace(/\D/g, '') : null;
}

/** `482 731`: two groups, so that it can be read across a room. */
export function showCode(code: string): string {
	return `${code.slice(0, 3)} ${code.slice(3)}`;
}

const first = 100_000;
const last = 999_999;

/** A code that no open meeting has. `random` gives 0 up to 1 and should not be guessable. */
export function makeCode(random: () => number, taken: ReadonlySet<string>): string {
	const size = last - first + 1;
	const drawn = Math.floor(random() * size);
	for (let step = 0; step < size; step++) {
		const code = String(first + ((drawn + step) % size));
		if (!taken.has(code) && !isTrivial(code)) return code;
	}
	throw new Error('every code is taken');
}

/** What somebody tries first: 111111, 123456, 987654, 121212, 482482. */
function isTrivial(code: string): boolean {
	const digits = [...code].map(Number);
	const steps = digits.slice(1).map((digit, i) => digit - digits[i]!);
	return (
		steps.every((step) => step === steps[0]) ||
		code.slice(2) === code.slice(0, 4) ||
		code.slice(3) === code.slice(0, 3)
	);
}
