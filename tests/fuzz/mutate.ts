import * as encoding from 'lib0/encoding';
import type { Dice } from './fuzzer.ts';

/** These bytes with one to three things wrong. `others` are of the same kind: parts of theirs may come in. */
export function mutate(bytes: Uint8Array, others: readonly Uint8Array[], dice: Dice): Uint8Array {
	let mutant = bytes;
	for (let faults = dice.between(1, 3); faults > 0; faults--) mutant = mutateOnce(mutant, others, dice);
	return mutant;
}

/** Where what is read as a number, a length or a kind goes wrong. */
const awkward = [0, 1, 2, 9, 10, 31, 32, 63, 64, 127, 128, 129, 192, 254, 255];
const largeNumbers = [127, 128, 2 ** 14, 2 ** 20, 2 ** 24, 2 ** 28, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 53 - 1];

function mutateOnce(bytes: Uint8Array, others: readonly Uint8Array[], dice: Dice): Uint8Array {
	const at = dice.below(bytes.length + 1);
	const to = Math.min(bytes.length, at + dice.between(1, 12));
	const kind = dice.choose({
		flip: 5,
		byte: 5,
		number: 4,
		cut: 2,
		drop: 2,
		twice: 2,
		noise: 1,
		splice: 3,
		swap: 1
	});
	switch (kind) {
		case 'flip':
			return replaced(bytes, at, (bytes[at] ?? 0) ^ (1 << dice.below(8)));
		case 'byte':
			return replaced(bytes, at, dice.percent(50) ? dice.pick(awkward) : dice.below(256));
		case 'number':
			return joined(bytes.subarray(0, at), aNumber(dice), bytes.subarray(at + 1));
		case 'cut':
			return bytes.subarray(0, at);
		case 'drop':
			return joined(bytes.subarray(0, at), bytes.subarray(to));
		case 'twice':
			return joined(bytes.subarray(0, to), bytes.subarray(at));
		case 'noise':
			return joined(bytes.subarray(0, at), noise(dice), bytes.subarray(at));
		case 'splice': {
			const other = dice.pick(others);
			return joined(bytes.subarray(0, at), other.subarray(dice.below(other.length + 1)));
		}
		case 'swap':
			return joined(bytes.subarray(0, at), bytes.subarray(to), bytes.subarray(at, to));
		default:
			return kind satisfies never;
	}
}

/** A varUint, mostly too large; sometimes written longer than it need be. */
function aNumber(dice: Dice): Uint8Array {
	const number = encoding.encode((encoder) => encoding.writeVarUint(encoder, dice.pick(largeNumbers)));
	if (dice.percent(80)) return number;
	const last = number.at(-1)!;
	return joined(number.subarray(0, -1), Uint8Array.of(last | 0x80, 0x80, 0));
}

const noise = (dice: Dice) => Uint8Array.from({ length: dice.between(1, 8) }, () => dice.below(256));

function replaced(bytes: Uint8Array, at: number, by: number): Uint8Array {
	const copy = bytes.slice();
	if (at < copy.length) copy[at] = by;
	return copy;
}

function joined(...parts: Uint8Array[]): Uint8Array {
	return new Uint8Array(Buffer.concat(parts));
}
