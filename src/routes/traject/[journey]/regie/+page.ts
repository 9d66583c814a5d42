import { consoleView } from '#lib/kinds/consoles.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => ({
	...data,
	Console: data.view && (await consoleView(data.view.step.kind))
});
