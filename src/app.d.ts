import type { App as Siroop } from '#server/app/app.ts';
import type { Who } from '#server/people/who.ts';

declare global {
	namespace App {
		interface Locals {
			/** The one app of this process (DECISIONS 1). */
			app: Siroop;
			/** Who asks, and what their session opens; null for a visitor. */
			who: Who | null;
			/** What the browser says to be: 'Firefox, Android'. */
			device: string;
			/** A page says even without a script that there is something to answer (J16). */
			isTold?: boolean;
			locale: 'nl' | 'en';
		}
		interface Error {
			message: string;
			/** Message key of a page of its own, `reason_<reason>`. */
			reason?: string;
		}
	}
}

export {};
