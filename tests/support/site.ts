import { ourHeader } from '#wire/ours.ts';

// Beside components there is no net: the site is said to answer, as it does to a page with a line.

const onTheNet = globalThis.fetch;
globalThis.fetch = (input, init) =>
	input instanceof Request || !String(input).endsWith('/robots.txt')
		? onTheNet(input, init)
		: Promise.resolve(new Response(null, { headers: { [ourHeader]: '1' } }));
