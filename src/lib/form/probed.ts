/** The answer to a probe, which no cache keeps. */
export const probed = (isWell: boolean): Response =>
	new Response(isWell ? 'ok\n' : 'not ok\n', {
		status: isWell ? 200 : 503,
		headers: { 'Cache-Control': 'no-store' }
	});
