// In the place of SvelteKit, as the component tests have it; nobody goes anywhere.
export * from '#lib/ui/app-stand-in.svelte.ts';

export const browser = true;
export const goto = async (): Promise<void> => {};
