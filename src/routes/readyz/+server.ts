import type { RequestHandler } from './$types';
import { probed } from '#lib/form/probed.ts';

/** For whoever divides the visitors: the same, and not while the program leaves. */
export const GET: RequestHandler = async ({ locals }) => probed(await locals.app.isReady());
