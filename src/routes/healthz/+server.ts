import type { RequestHandler } from './$types';
import { probed } from '#lib/form/probed.ts';

/** For whoever watches the machine: 200 while the databases answer and take what is written. */
export const GET: RequestHandler = async ({ locals }) => probed(await locals.app.isHealthy());
