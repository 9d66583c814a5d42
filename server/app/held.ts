import type { App } from './app.ts';

/**
 * The one app of this process, where hooks.server.ts finds it. SvelteKit's bundle has a module graph of its own,
 * so a module variable would exist twice; a symbol on globalThis exists once.
 */
const key = Symbol.for('siroop.app');

export function holdApp(app: App): void {
	(globalThis as Record<symbol, unknown>)[key] = app;
}

/** The app that was held before, for whoever opens another: two cannot have one folder of databases open. */
export function heldApp(): App | undefined {
	return (globalThis as Record<symbol, unknown>)[key] as App | undefined;
}
