import { m } from '#lib/paraglide/messages.js';

/** A question before something that others will see. */
export interface Ask {
	title: string;
	text: string;
	confirm: string;
	cancel: string;
}

/** Whether to go on all the same. `text`: what is passed by. */
export const askSure = (text: string): Ask => ({
	title: m.console_sure_ask(),
	text,
	confirm: m.console_sure_do(),
	cancel: m.console_wait()
});
