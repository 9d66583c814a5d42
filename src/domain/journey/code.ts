// The digits on the beamer that let people in: six that are typed, and six more for where many are typed wrong (J6).

/** What people type by hand. */
const shortLength = 6;

/** The digits that were meant, six or all twelve, or null. People type what they read aloud: "482 731", "48.27.31". */
export function readCode(input: string): string | null {
	const typed = input.trim();
	return /^\d(?:[\s.\p{Pd}]*\d){5}(?:(?:[\s.\p{Pd}]*\d){6})?$/u.test(typed) ? typed.replace(/\D/g, '') : null;
}

/** Only the six, which say less. */
export const isShort = (code: string): boolean => code.length === shortLength;

/** The six of it. */
export const shortOf = (code: string): string => code.slice(0, shortLength);

/** `482 731`: two groups, so that it can be read across a room. */
export const showCode = (code: string): string => inGroups(shortOf(code));

/** `904 215`: what comes behind it when a phone asks for more; '' where there is no more. */
export const showRest = (code: string): string => inGroups(code.slice(shortLength));

const inGroups = (digits: string) => `${digits.slice(0, 3)} ${digits.slice(3)}`.trim();

const first = 100_000;
const last = 999_999;
/** Of the six more. */
const rests = 1_000_000;

/**
 * A code of twelve digits of which no open meeting has the first six. `random` gives 0 up to 1, is asked once, and should
 * not be guessable in any of its first 40 bits.
 */
export function makeCode(random: () => number, taken: ReadonlySet<string>): string {
	const size = last - first + 1;
	const drawn = Math.floor(random() * size * rests);
	const rest = String(drawn % rests).padStart(shortLength, '0');
	for (let step = 0; step < size; step++) {
		const code = String(first + ((Math.floor(drawn / rests) + step) % size));
		if (!taken.has(code) && !isTrivial(code)) return code + rest;
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
