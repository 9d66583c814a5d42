import { participantView } from '#lib/kinds/participants.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => ({
	...data,
	Participant: await participantView(data.view.step)
});
