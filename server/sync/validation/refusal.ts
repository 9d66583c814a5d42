import { close } from '#wire/protocol.ts';

export interface Refuse {
	kind: 'refuse';
	code: number;
	reason: string;
}

export const refuse = (code: number, reason: string): Refuse => ({ kind: 'refuse', code, reason });
export const malformed = refuse(close.malformed, 'malformed');
export const locked = refuse(close.diverged, 'locked');
export const diverged = refuse(close.diverged, 'diverged');
export const notAValue = refuse(close.invalid, 'not-a-value');
export const serverKey = refuse(close.invalid, 'server-key');
export const tooLarge = refuse(close.tooLarge, 'too-large');
