// Who can come to an address, as far as the address itself says (R17).

/** This machine alone; who knows the name; the same network; everybody. */
export type Reach = 'machine' | 'name' | 'network' | 'anywhere';

const machine = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1?)$/;
const isPrivate =
	/^((10|127)\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;
/** What a router, an office or a laptop calls itself: no phone of somebody else need know it. */
const known =
	/\.(local|localdomain|lan|home|home\.arpa|internal|intranet|corp|private|test|example|invalid)$/;

/** `origin`: as `https://siroop.example`. */
export function reachOf(origin: string): Reach {
	const host = new URL(origin).hostname.replace(/^\[|\]$/g, '');
	if (machine.test(host)) return 'machine';
	if (isPrivate.test(host)) return 'network';
	const isNumber = host.includes(':') || /^[\d.]+$/.test(host);
	return !isNumber && (!host.includes('.') || known.test(host)) ? 'name' : 'anywhere';
}
