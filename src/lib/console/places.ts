import { m } from '#lib/paraglide/messages.js';

/** Where somebody can be put, as choices of a form: at an organisation or, as `guest`, at none. */
export const placesAt = (organisations: readonly { id: string; name: string }[]) => [
	...organisations,
	{ id: 'guest', name: m.org_resident_name() }
];
