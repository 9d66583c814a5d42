import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Settings } from './settings.ts';

/** What is no page runs nothing and stands in no frame; a page has a policy of its own in the place of this one. */
const policy = [
	"default-src 'self'",
	"object-src 'none'",
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'"
].join('; ');

/** Of every answer: nothing of ours is shown in a frame, sent along to others, or guessed at by type. */
const always: Readonly<Record<string, string>> = {
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
	// Not `no-referrer`: browsers then send `Origin: null` with our own forms, and the origin check refuses them.
	'Referrer-Policy': 'same-origin',
	'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Content-Security-Policy': policy
};

/** Before anything else answers: files, redirects and refusals have them too, whoever makes them (A13). */
export function protect(request: IncomingMessage, response: ServerResponse, { origin }: Settings): void {
	for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
	const protocol = origin === null ? request.headers['x-forwarded-proto'] : new URL(origin).protocol;
	if (protocol === 'https' || protocol === 'https:')
		response.setHeader('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
}
