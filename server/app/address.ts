import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * Where a request comes from: the socket's other end or, behind so many proxies, what the outermost of them saw. What
 * stands further to the left anybody can write. Pages and sockets go by the same.
 */
export function addressOf(request: IncomingMessage, proxies: number): string {
	const direct = request.socket.remoteAddress ?? '';
	if (proxies === 0) return direct;
	const seen = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
	return seen.at(-proxies)?.trim() || direct;
}

/** Some proxies write the port of who came too, which is another for each request: `192.0.2.1:40000`, `[2001:db8::1]:443`. */
const withPort = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/;

/** One household, hall or machine: an address of version 4, or the 64 bits of version 6 that one subscriber has. */
export function networkOf(address: string): string {
	const [, six, four] = withPort.exec(address) ?? [];
	const plain = (six ?? four ?? address).replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
	if (!isIPv6(plain)) return plain;
	const [left = '', right] = plain.split('::');
	const before = left.split(':').filter(Boolean);
	const after = (right ?? '').split(':').filter(Boolean);
	const zeros = right === undefined ? 0 : 8 - before.length - after.length;
	const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
	const first = groups.slice(0, 4).map((group) => parseInt(group, 16).toString(16));
	return `${first.join(':')}::/64`;
}
