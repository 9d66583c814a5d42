import { createServer, get, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { compress } from './compress.ts';

const page = `<!doctype html>${'<p>Zorg dichtbij, voor wie dat nodig heeft.</p>'.repeat(2000)}`;
const html = { 'Content-Type': 'text/html; charset=utf-8' };

/** What comes over the line when this answers. */
async function lineOf(answer: RequestListener, headers: Record<string, string>, method = 'GET') {
	const server = createServer((request, response) => {
		compress(request, response);
		answer(request, response);
	});
	onTestFinished(() => void server.close());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return new Promise<{ body: Buffer; headers: IncomingHttpHeaders }>((resolve, reject) => {
		get({ port, headers, method, agent: false }, async (response) => {
			const parts: Buffer[] = [];
			for await (const part of response) parts.push(part as Buffer);
			resolve({ body: Buffer.concat(parts), headers: response.headers });
		}).on('error', reject);
	});
}

test('R20 a page goes out in the best way that the browser takes, and is the same page', async () => {
	const answer: RequestListener = (_, response) => {
		response.setHeader('ETag', '"abc"');
		response.writeHead(200, { ...html, 'Content-Length': Buffer.byteLength(page) });
		response.end(page);
	};
	const br = await lineOf(answer, { 'accept-encoding': 'gzip, deflate, br' });
	expect(br.headers).toMatchObject({
		...{ 'content-encoding': 'br', vary: 'Accept-Encoding', etag: 'W/"abc"' },
		'content-type': 'text/html; charset=utf-8'
	});
	expect(br.headers['content-length']).toBeUndefined();
	expect(brotliDecompressSync(br.body).toString()).toBe(page);
	expect(br.body.length).toBeLessThan(page.length / 10);
	const gzip = await lineOf(answer, { 'accept-encoding': 'gzip, br;q=0' });
	expect(gzip.headers['content-encoding']).toBe('gzip');
	expect(gunzipSync(gzip.body).toString()).toBe(page);
	const plain = await lineOf(answer, {});
	expect(plain.headers['content-encoding']).toBeUndefined();
	expect(plain.headers.vary).toBe('Accept-Encoding');
	expect(plain.body.toString()).toBe(page);
});

test('R20 a page that is written in parts, faster than the line takes it, comes whole', async () => {
	const part = Buffer.from(page);
	const times = 60;
	const answer: RequestListener = async (_, response) => {
		response.writeHead(200, html);
		for (let n = 0; n < times; n++)
			if (!response.write(part)) await new Promise<void>((done) => response.once('drain', done));
		response.end();
	};
	const { body } = await lineOf(answer, { 'accept-encoding': 'br' });
	expect(brotliDecompressSync(body).length).toBe(part.length * times);
});

test.each([
	['an answer without a body', (status: number) => ({ status, headers: html, body: '' }), 204],
	['a part of a file', (status: number) => ({ status, headers: html, body: page }), 206],
	['a picture', () => ({ status: 200, headers: { 'Content-Type': 'image/png' }, body: page }), 200],
	[
		'what is encoded',
		() => ({ status: 200, headers: { ...html, 'Content-Encoding': 'gzip' }, body: page }),
		200
	],
	[
		'no-transform',
		() => ({ status: 200, headers: { ...html, 'Cache-Control': 'no-transform' }, body: page }),
		200
	],
	['a word', () => ({ status: 200, headers: { ...html, 'Content-Length': 3 }, body: 'ok\n' }), 200]
])('R20 %s goes out as it is', async (_, made, given) => {
	const { status, headers, body } = made(given);
	const came = await lineOf(
		(_, response) => {
			response.writeHead(status, headers as Record<string, string>);
			response.end(body);
		},
		{ 'accept-encoding': 'br, gzip' }
	);
	expect(came.headers['content-encoding']).toBe('Content-Encoding' in headers ? 'gzip' : undefined);
	expect(came.body.toString()).toBe(body);
});

test('R20 a page whose head nobody wrote by hand is compressed too', async () => {
	const answer: RequestListener = (_, response) => {
		response.setHeader('Content-Type', 'text/html');
		response.end(page);
	};
	const { body, headers } = await lineOf(answer, { 'accept-encoding': 'br' });
	expect(headers['content-encoding']).toBe('br');
	expect(brotliDecompressSync(body).toString()).toBe(page);
});

test('R20 who asks for the head alone gets it, and no body', async () => {
	const answer: RequestListener = (_, response) => response.writeHead(200, html).end();
	expect((await lineOf(answer, { 'accept-encoding': 'br' }, 'HEAD')).body.length).toBe(0);
});

test('R20 whoever leaves half-way leaves no encoder behind', async () => {
	let closed = 0;
	const server = createServer((request, response) => {
		compress(request, response);
		response.once('close', () => closed++);
		response.writeHead(200, html);
		response.write(page);
	});
	onTestFinished(() => void server.close());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise<void>((resolve) => {
		const request = get({ port, headers: { 'accept-encoding': 'br' }, agent: false }, (response) => {
			response.once('data', () => request.destroy());
			response.once('close', resolve);
			response.on('error', () => {});
		});
	});
	await expect.poll(() => closed).toBe(1);
});
