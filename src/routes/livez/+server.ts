import type { RequestHandler } from './$types';
import { probed } from '#lib/form/probed.ts';

/** For whoever restarts the program: 503 when nothing else helps. A full disk is no reason, for pages can be read. */
export const GET: RequestHandler = ({ locals }) => probed(locals.app.isAlive());
