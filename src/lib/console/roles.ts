import type { Role } from '#domain/journey/access.ts';
import { m } from '#lib/paraglide/messages.js';

export const roleWords: Record<Role, () => string> = {
	lead: m.role_lead,
	'co-facilitator': m.role_co_facilitator,
	participant: m.role_participant,
	observer: m.role_observer
};
