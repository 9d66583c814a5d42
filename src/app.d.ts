import type { App as Siroop } from '#server/app/app.ts';

declare global {
	namespace App {
		interface Locals {
			/** The one app of this process (DECISIONS 1). */
			app: Siroop;
			/** Who asks, by session; null for a visitor. */
			person: string | null;
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
