import * as v from 'valibot';
import type { StepRow } from '#server/journey/step-rows.ts';

/** `shown`: the theme that the facilitator chose to look at. */
const settings = v.looseObject({ shown: v.optional(v.string()) });

export const settingsOf = (step: Pick<StepRow, 'settings'>) => v.parse(settings, JSON.parse(step.settings));
