// Whom an organisation sends, as a facilitator pastes it: a name, an e-mail address, or both on a line (J22).
import { checkEmail, checkName } from '#domain/text/text.ts';

export interface InvitedLine {
	/** May be empty where there is an address. */
	name: string;
	/** In small letters; may be empty. */
	email: string;
}

/** UTF-16 units in a line: the longest name and the longest address, with what stands between them. */
const lineMost = 1500;

export type ReadLines =
	| { ok: true; lines: InvitedLine[] }
	| { ok: false; reason: string; /** As it was pasted, cut short. */ line: string };

/** `Anna de Vries <anna@ggd.nl>`, `Anna de Vries; anna@ggd.nl`, `anna@ggd.nl` or `Anna de Vries`, each on a line, at most so many. */
export function readInvited(text: string, most: number): ReadLines {
	if (text.length > most * lineMost) return { ok: false, reason: 'invited-too-many', line: '' };
	const pasted = text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/).filter((line) => line.trim() !== '');
	if (pasted.length > most) return { ok: false, reason: 'invited-too-many', line: '' };
	const lines: InvitedLine[] = [];
	for (const line of pasted) {
		const read = line.length > lineMost ? null : readLine(line);
		if (!read) return { ok: false, reason: 'invited-malformed', line: line.slice(0, 60) };
		lines.push(read);
	}
	return lines.length > 0 ? { ok: true, lines } : { ok: false, reason: 'line-empty', line: '' };
}

/** Null: it is neither a name nor an address. */
function readLine(line: string): InvitedLine | null {
	const words = line.split(/[\s<>,;()"]+/u).filter(Boolean);
	const address = words.find((word) => word.includes('@')) ?? '';
	const email = checkEmail(address.replace(/^mailto:/i, ''));
	if (!email.ok) return null;
	const rest = words.filter((word) => word !== address).join(' ');
	if (rest === '') return email.text === '' ? null : { name: '', email: email.text.toLowerCase() };
	const name = checkName(rest);
	return name.ok ? { name: name.text, email: email.text.toLowerCase() } : null;
}

/**
 * Whether this line is about who comes in: by its address, or where it has none by its name, in whatever case. Both were
 * tidied.
 */
export function isAbout(line: InvitedLine, who: { name: string; email: string }): boolean {
	if (line.email !== '') return line.email === who.email.toLowerCase();
	return sameName(line.name) === sameName(who.name);
}

/** As people type a name: accents stay, for Zoë is not Zoe's sister's name by accident. */
const sameName = (name: string): string => name.normalize('NFKC').toLowerCase();
