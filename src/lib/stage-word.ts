import * as messages from '#lib/paraglide/messages.js';

/** The word for a stage. Only for +server files, like `say`: it carries every sentence. Throws on one without a word. */
export function stageWord(stage: string): string {
	const key = `stage_${stage}`;
	const message = (messages as unknown as Record<string, (() => string) | undefined>)[key];
	if (!message) throw new Error(`no message ${key}`);
	return message();
}
