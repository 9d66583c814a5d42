import type { Settings } from '#server/app/settings.ts';

/** Why no mail leaves; null: it does (R10). */
export function heldBy({ smtpUrl, origin }: Pick<Settings, 'smtpUrl' | 'origin'>): Held {
	if (smtpUrl === null) return 'no-server';
	return origin === null ? 'no-origin' : null;
}

export type Held = 'no-server' | 'no-origin' | null;
