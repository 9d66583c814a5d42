import type { Form } from '#domain/journey/run-sheet.ts';
import { m } from '#lib/paraglide/messages.js';

/** How people sit, in words. */
export const formWords: Record<Form, () => string> = {
	alone: m.form_alone,
	pairs: m.form_pairs,
	fours: m.form_fours,
	plenary: m.form_plenary
};
