/**
 * Accepting holds for the wording that someone had before them (K4). `known` and `current` name a wording, by a
 * hash for instance: the one on the screen of who accepts, and the one of now. Where there are no rules there is
 * nothing to accept.
 */
export function decideAccept(
	rules: { id: string; text: string }[],
	known: string,
	current: string
): { ok: true } | { ok: false; reason: 'rules-changed' } {
	return rules.length > 0 && known === current ? { ok: true } : { ok: false, reason: 'rules-changed' };
}
