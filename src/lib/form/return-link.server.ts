import * as v from 'valibot';
import { facilitatorForm } from './facilitator-act.server.ts';

/** A new personal link of somebody at the table. Shown once: only its hash is kept. */
export const returnLinkForm = facilitatorForm(
	v.object({ participant: v.string() }),
	async ({ app, seat, journey, origin }, given) => {
		const made = await app.acts.returnLink(seat, journey, given);
		if (!made.ok) return made;
		const link = `${origin}/terug/${made.token}`;
		return { ok: true, participant: given.participant, link, qr: await app.qr(link) };
	},
	{ shows: true }
);
