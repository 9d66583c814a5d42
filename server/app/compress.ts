import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { constants, createBrotliCompress, createGzip, type BrotliCompress, type Gzip } from 'node:zlib';

// Pages and their data go out compressed: on a phone's line a page of 90 kB is one of 15. Files of the build are
// compressed already; what comes with an encoding, or says `no-transform`, is left as it is (R20).

/** Text that is written anew for each answer. */
const ofPages = /^(text\/html|application\/json)\b/;
/** Smaller fits in the packet that the headers need anyway, bytes. */
const worthwhile = 1000;

type Encoder = BrotliCompress | Gzip;
const encoders: Record<'br' | 'gzip', () => Encoder> = {
	br: () =>
		createBrotliCompress({
			// Each part goes out when it is written: a page may come in more.
			flush: constants.BROTLI_OPERATION_FLUSH,
			params: {
				[constants.BROTLI_PARAM_QUALITY]: 4,
				[constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT
			}
		}),
	gzip: () => createGzip({ flush: constants.Z_SYNC_FLUSH, level: 6 })
};

/** The best that the browser takes, or null. */
function takenBy({ method, headers }: IncomingMessage): keyof typeof encoders | null {
	if (method === 'HEAD') return null;
	const taken = String(headers['accept-encoding'] ?? '')
		.split(',')
		.map((one) => one.trim().toLowerCase())
		.filter((one) => !/;\s*q=0(\.0*)?$/.test(one))
		.map((one) => one.split(';')[0]);
	return (['br', 'gzip'] as const).find((one) => taken.includes(one)) ?? null;
}

/** Before anything answers. From its head on, an answer that is worth it goes through the encoder. */
export function compress(request: IncomingMessage, response: ServerResponse): void {
	const encoding = takenBy(request);
	const { writeHead, write, end } = response;
	const headFirst =
		(name: 'write' | 'end') =>
		(...given: unknown[]) => {
			response.writeHead(response.statusCode);
			return (response[name] as (...all: unknown[]) => unknown)(...given);
		};
	Object.assign(response, { write: headFirst('write'), end: headFirst('end') });
	response.writeHead = ((status: number, ...given: unknown[]) => {
		Object.assign(response, { writeHead, write, end });
		const headers = given.find((one) => typeof one === 'object') as OutgoingHttpHeaders | undefined;
		for (const [name, value] of Object.entries(headers ?? {}))
			if (value !== undefined) response.setHeader(name, value as string | number | string[]);
		if (isWorthIt(status, response)) {
			response.appendHeader('Vary', 'Accept-Encoding');
			if (encoding) encode(response, encoding);
		}
		return response.writeHead(status);
	}) as typeof response.writeHead;
}

function isWorthIt(status: number, response: ServerResponse): boolean {
	const length = response.getHeader('Content-Length');
	return (
		status >= 200 &&
		![204, 206, 304].includes(status) &&
		ofPages.test(String(response.getHeader('Content-Type') ?? '')) &&
		!response.hasHeader('Content-Encoding') &&
		!String(response.getHeader('Cache-Control') ?? '').includes('no-transform') &&
		(length === undefined || Number(length) >= worthwhile)
	);
}

/** What is written from now on goes through the encoder; both ends wait for each other. */
function encode(response: ServerResponse, encoding: keyof typeof encoders): void {
	const encoder = encoders[encoding]();
	const write = response.write.bind(response) as (chunk: Buffer) => boolean;
	const end = response.end.bind(response);
	response.removeHeader('Content-Length');
	response.setHeader('Content-Encoding', encoding);
	const etag = response.getHeader('ETag');
	// The same words in other bytes.
	if (typeof etag === 'string' && !etag.startsWith('W/')) response.setHeader('ETag', `W/${etag}`);

	encoder.on('data', (chunk: Buffer) => {
		if (!response.destroyed && !write(chunk)) encoder.pause();
	});
	encoder.once('end', () => end());
	response.on('drain', () => encoder.resume());
	encoder.on('drain', () => response.emit('drain'));
	response.once('close', () => encoder.destroy());
	response.write = encoder.write.bind(encoder) as typeof response.write;
	response.end = ((...given: Parameters<Encoder['end']>) => {
		encoder.end(...given);
		return response;
	}) as typeof response.end;
}
