import * as v from 'valibot';
import { mayFacilitate } from '#domain/journey/access.ts';
import { followsLink, type Facilitating } from '#domain/journey/screens.ts';
import { act, changed, unchanged, type At, type Effects } from '#server/acts/act.ts';
import { newToken } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import type { Listener } from '#server/sync/server.ts';
import { seatsOf } from './seats.ts';

// The link of the beamer ends with whoever could have kept it, and the screens of the room go along (A17, A18).

const renewBeamer = act({
	name: 'renew-beamer',
	who: 'facilitators',
	rights: true,
	/** `token` is the one that was on the screen: pressed twice it is renewed once. */
	input: v.object({ token: v.string() }),
	async run(tx, at, { token }) {
		if ((await tokenOf(tx, at.journey)) !== token) return unchanged({ screens: 0 });
		const { screens, write } = await newLink(tx, at);
		return changed({ audit: { detail: { screens } }, write }, { screens });
	}
});

export const screenActs = { renewBeamer };

/**
 * Another link for the beamer. `screens`: how many go along; `write` tells them, after the commit and before the old one
 * is shut out.
 */
export async function newLink(
	tx: Query,
	{ context: { sync }, journey }: At
): Promise<Required<Pick<Effects, 'write'>> & { screens: number }> {
	const token = newToken();
	await tx.updateTable('journey').set({ beamer_token: token }).where('id', '=', journey).execute();
	const facilitating = await facilitatingIn(tx, journey, sync.listeners(journey));
	const follows = (screen: Listener) => screen.participant === null && followsLink(screen, facilitating);
	return {
		screens: sync.listeners(journey).filter(follows).length,
		write: async () => sync.moveScreens(journey, token, follows)
	};
}

async function facilitatingIn(
	tx: Query,
	journey: string,
	listeners: readonly Listener[]
): Promise<Facilitating> {
	const seats = (await seatsOf(tx, journey)).filter(mayFacilitate);
	const participants = new Set(seats.map(({ participant }) => participant));
	const theirs = listeners.filter(({ participant }) => participant !== null && participants.has(participant));
	return {
		people: new Set(seats.map(({ person }) => person)),
		networks: new Set(theirs.map(({ network }) => network))
	};
}

async function tokenOf(tx: Query, journey: string): Promise<string> {
	const { beamer_token } = await tx
		.selectFrom('journey')
		.select('beamer_token')
		.where('id', '=', journey)
		.executeTakeFirstOrThrow();
	return beamer_token;
}
