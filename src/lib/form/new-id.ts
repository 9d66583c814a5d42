const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A new id of 16 letters and digits, for what is made on the device: a card, a group. */
export function newId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return [...bytes].map((byte) => letters[byte % 36]).join('');
}
