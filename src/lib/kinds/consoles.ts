import { viewOf, type ConsoleProps, type ViewModule } from './views.ts';

const views = import.meta.glob<ViewModule<ConsoleProps>>('./*/Console.svelte');

/** The middle of the console, for a kind of step. */
export const consoleView = async (kind: string) => (await viewOf(views, `./${kind}/Console.svelte`)).default;
