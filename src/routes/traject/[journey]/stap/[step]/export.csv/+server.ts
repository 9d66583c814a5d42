import { error } from '@sveltejs/kit';
import { attachment } from '#lib/form/attachment.ts';
import { m } from '#lib/paraglide/messages.js';
import { say } from '#lib/form/reasons.ts';
import { seatOf, workOf } from '#lib/form/seat.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { locals, params } = event;
	await seatOf(event);
	workOf(locals);
	const csv = await locals.app.reports.stepCsv(params.journey, params.step, {
		prompt: m.export_prompt(),
		card: m.export_card(),
		organisation: m.export_organisation(),
		group: m.export_group(),
		on: m.export_on(),
		dots: m.export_dots(),
		share: m.export_share(),
		harvest: m.export_value()
	});
	if (csv === null) error(404, { message: say('step-unknown'), reason: 'step-unknown' });
	const { journey, step } = (await locals.app.reports.step(params.journey, params.step))!;
	return new Response(csv, { headers: attachment(`${journey} ${step.name}.csv`, 'text/csv') });
};
