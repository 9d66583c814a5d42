import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import { formOf, personOf } from '#lib/form/seat.server.ts';
import { dropSession } from '#lib/form/session-cookie.ts';
import type { Who } from '#server/people/who.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, setHeaders, depends }) => {
	depends('siroop:journey');
	if (!locals.who) redirect(303, `/meedoen?verder=${encodeURIComponent(url.pathname)}`);
	setHeaders({ 'Cache-Control': 'no-store' });
	return {
		devices: await locals.app.devices.list(locals.who),
		journeys: await journeysOf(locals.app, locals.who),
		isWhole: locals.who.seats === null
	};
};

/** Each with what its person is to know of links for their place there. */
async function journeysOf(app: App.Locals['app'], who: Who) {
	const journeys = await app.journeys.list(who);
	return Promise.all(
		journeys.map(async ({ id, name }) => {
			const seat = await app.journeys.seat(id, who);
			return { id, name, links: seat ? await app.links.news(seat) : [] };
		})
	);
}

/** Where the next one comes in to the journey that this device was at; without one, the first page. */
async function doorOf(app: App.Locals['app'], who: Who, journey: string): Promise<string> {
	if (!journey || !(await app.journeys.seat(journey, who))) return '/';
	const { meeting } = await app.facts(journey);
	return meeting?.code ? `/meedoen/${meeting.code}` : '/meedoen';
}

/** With which session somebody acts here. */
async function whoOf(event: RequestEvent<Record<string, never>, '/apparaten'>): Promise<Who> {
	await personOf(event);
	return event.locals.who!;
}

/** A page without a script comes again, so that a reload repeats nothing. */
const done = (request: Request, ended: number) => {
	if (!request.headers.has('x-sveltekit-action')) redirect(303, '/apparaten');
	return { ended };
};

/** What somebody says to a link that another one made for their place. */
const answer =
	(name: 'knowLink' | 'refuseLink') => async (event: RequestEvent<Record<string, never>, '/apparaten'>) => {
		const who = await whoOf(event);
		const { journey = '', ...fields } = await formOf(event);
		const seat = await event.locals.app.journeys.seat(journey, who);
		if (!seat) return fail(400, { message: say('form-malformed') });
		const outcome = await event.locals.app.act(seat, journey, name, fields);
		return outcome.ok ? done(event.request, 0) : fail(400, { message: say(outcome.reason) });
	};

export const actions: Actions = {
	know: answer('knowLink'),
	refuse: answer('refuseLink'),
	end: async (event) => {
		const who = await whoOf(event);
		const { id = '' } = await formOf(event);
		return done(event.request, await event.locals.app.devices.end(who, id));
	},
	endOthers: async (event) => {
		const who = await whoOf(event);
		await formOf(event);
		return done(event.request, await event.locals.app.devices.endOthers(who));
	},
	signOut: async (event) => {
		const { app } = event.locals;
		const who = await whoOf(event);
		const { journey = '' } = await formOf(event);
		const to = await doorOf(app, who, journey);
		await app.devices.signOut(who);
		dropSession(event);
		redirect(303, to);
	},
	/** Shown once, here, and to nobody else. */
	link: async (event) => {
		const { app } = event.locals;
		const who = await whoOf(event);
		await formOf(event);
		const made = await app.devices.link(who);
		if (!made.ok) return fail(403, { message: say(made.reason) });
		const link = `${app.settings.origin ?? event.url.origin}/terug/${made.token}`;
		return { link, qr: await app.qr(link) };
	}
};
