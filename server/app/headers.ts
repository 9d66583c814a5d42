import type { IncomingMessage, ServerResponse } from 'node:http';
import { ourHeader } from '#wire/ours.ts';
import type { Settings } from './settings.ts';

/**
 * What is no page stands in no frame and runs nothing but our own files; a page has a stricter policy in the place of this
 * one. An icon has its colours in itself.
 */
const policy = [
	"default-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"object-src 'none'",
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'"
].join('; ');

/** Of every answer: nothing of ours is shown in a frame, sent along to others, or guessed at by type. */
const always: Readonly<Record<string, string>> = {
	[ourHeader]: '1',
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
	// Not `no-referrer`: browsers then send `Origin: null` with our own forms, and the origin check refuses them.
	'Referrer-Policy': 'same-origin',
	'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Content-Security-Policy': policy
};

/** Files whose name is not of their contents, and how long a browser keeps them before it asks again, s (R20). */
const kept: readonly (readonly [RegExp, number])[] = [
	// Another font is another file.
	[/^\/fonts\/[\w-]+\.woff2$/, 365 * 24 * 60 * 60],
	[/^\/[\w-]+\.svg$/, 24 * 60 * 60]
];

export function keepLong({ url = '' }: IncomingMessage, response: ServerResponse): void {
	const [, seconds] = kept.find(([path]) => path.test(url)) ?? [];
	if (seconds !== undefined) response.setHeader('Cache-Control', `public, max-age=${seconds}`);
}

/** Before anything else answers: files, redirects and refusals have them too, whoever makes them (A13). */
export function protect(request: IncomingMessage, response: ServerResponse, { origin }: Settings): void {
	for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
	const protocol = origin === null ? request.headers['x-forwarded-proto'] : new URL(origin).protocol;
	if (protocol === 'https' || protocol === 'https:')
		response.setHeader('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
}
