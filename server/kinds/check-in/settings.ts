import * as v from 'valibot';
import type { StepRow } from '#server/journey/step-rows.ts';

const settings = v.object({ turnSeconds: v.number(), rules: v.array(v.string()) });

/** How long a turn is, and the ground rules that the template brings. */
export const settingsOf = (step: Pick<StepRow, 'settings'>) => v.parse(settings, JSON.parse(step.settings));
