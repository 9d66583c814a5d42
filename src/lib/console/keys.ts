/** Letters and no others: arrows, page keys, space, full stop and b are those of a presenter's remote. */
export const keys = { next: 'n', back: 'p', timer: 't', pull: 'h', sheet: '?' } as const;
export type KeyDeed = keyof typeof keys;

type Press = Pick<
	KeyboardEvent,
	'key' | 'repeat' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'target'
>;

const fields = 'input, textarea, select, [contenteditable], [role=textbox]';

/** What this key asks for (P17): nothing while it is held, with another key, in a field, or while a question stands open. */
export function deedOf(press: Press): KeyDeed | null {
	if (press.repeat || press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return null;
	if (press.target instanceof Element && press.target.closest(`${fields}, dialog`)) return null;
	if (document.querySelector('dialog[open]')) return null;
	const key = press.key.toLowerCase();
	return (Object.keys(keys) as KeyDeed[]).find((deed) => keys[deed] === key) ?? null;
}

/** As the button says it to who listens. */
export const shortcut = (deed: KeyDeed): string => keys[deed].toUpperCase();

const name = 'siroop:keys-off';

/** Single letters can be turned off, for who dictates. Kept on this device. */
export const areOff = (): boolean => localStorage.getItem(name) !== null;
export function turn(on: boolean): void {
	if (on) localStorage.removeItem(name);
	else localStorage.setItem(name, 'yes');
}
