import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { dayOf } from '#domain/journey/moments.ts';
import type { Outcome } from '#server/acts/outcome.ts';
import { failed } from '#lib/form/facilitator-act.server.ts';
import { formOf, personOf, workOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const fields = v.object({
	name: v.string(),
	meeting: v.string(),
	place: v.string(),
	date: v.optional(v.string(), ''),
	startsAt: v.optional(v.string(), ''),
	template: v.optional(v.string())
});

export const load: PageServerLoad = async (event) => {
	const { locals, depends } = event;
	depends('siroop:console');
	const person = await personOf(event);
	return {
		today: dayOf(Date.now()),
		templates: await locals.app.templates.list(person, locals.locale)
	};
};

/** A form about a template that this person kept. */
const onTemplate =
	<Input>(
		schema: v.GenericSchema<unknown, Input>,
		act: (app: App.Locals['app'], person: string, given: Input) => Promise<Outcome>
	) =>
	async (event: RequestEvent) => {
		const { request, locals, url } = event;
		const person = await personOf(event);
		const given = await formOf(event);
		const parsed = v.safeParse(schema, given);
		const outcome: Outcome = parsed.success
			? await act(locals.app, person, parsed.output)
			: { ok: false, reason: 'form-malformed' };
		if (!outcome.ok) return failed(outcome, given);
		if (!request.headers.has('x-sveltekit-action')) redirect(303, url.pathname);
		return { ok: true as const };
	};

export const actions: Actions = {
	create: async (event) => {
		const { locals } = event;
		await personOf(event);
		const given = await formOf(event);
		workOf(locals);
		const parsed = v.safeParse(fields, given);
		const outcome: Outcome<{ journey: string }> = parsed.success
			? await locals.app.journeys.create(locals.who!, { ...parsed.output, locale: locals.locale })
			: { ok: false, reason: 'form-malformed' };
		if (!outcome.ok) return failed(outcome, given);
		redirect(303, `/traject/${outcome.journey}/inrichten`);
	},
	rename: onTemplate(
		v.object({ template: v.string(), name: v.string(), was: v.optional(v.string()) }),
		(app, person, given) => app.templates.rename(person, given)
	),
	throwAway: onTemplate(v.object({ template: v.string() }), (app, person, given) =>
		app.templates.throwAway(person, given)
	)
};
