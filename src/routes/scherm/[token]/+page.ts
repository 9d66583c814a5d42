import { beamerView } from '#lib/kinds/beamers.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => {
	const kind = data.facts.step?.kind ?? null;
	return { ...data, view: kind === null ? null : { kind, Beamer: await beamerView(kind) } };
};
