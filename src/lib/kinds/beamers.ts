import { viewOf, type BeamerProps, type ViewModule } from './views.ts';

const views = import.meta.glob<ViewModule<BeamerProps>>('./*/Beamer.svelte');

/** The picture of the beamer, for a kind of step. */
export const beamerView = async (kind: string) => (await viewOf(views, `./${kind}/Beamer.svelte`)).default;
