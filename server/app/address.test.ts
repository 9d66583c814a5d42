import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { addressOf, networkOf } from './address.ts';
import { tellHandler, tellWhere } from './handler.ts';
import { settingsFrom } from './settings.ts';

const request = (remoteAddress: string, forwarded?: string | string[]) =>
	({
		socket: { remoteAddress },
		headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
	}) as unknown as IncomingMessage;

test('J30 behind no proxy nobody is believed; behind one or two, what the outermost of them saw', () => {
	const told = 'evil, 198.51.100.7, 203.0.113.9';
	expect(addressOf(request('192.0.2.1', told), 0)).toBe('192.0.2.1');
	expect(addressOf(request('192.0.2.1', told), 1)).toBe('203.0.113.9');
	expect(addressOf(request('192.0.2.1', told), 2)).toBe('198.51.100.7');
	expect(addressOf(request('192.0.2.1', ['evil', '203.0.113.9']), 1)).toBe('203.0.113.9');
	expect(addressOf(request('192.0.2.1'), 1)).toBe('192.0.2.1');
	expect(addressOf(request('192.0.2.1', ''), 1)).toBe('192.0.2.1');
	expect(addressOf(request('192.0.2.1', told), 5)).toBe('192.0.2.1');
});

test('J30 a network is one address of version 4, and the first 64 bits of one of version 6 however it is written', () => {
	expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
	expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
	const home = [
		'2001:db8:0:1::5',
		'2001:0DB8:0000:0001:ffff:1:2:3',
		'2001:db8:0:1::',
		'2001:db8:0:1::5%eth0'
	];
	expect(new Set(home.map(networkOf))).toEqual(new Set(['2001:db8:0:1::/64']));
	expect(networkOf('2001:db8:0:2::5')).not.toBe(networkOf('2001:db8:0:1::5'));
	expect(networkOf('::1')).toBe('0:0:0:0::/64');
	expect(networkOf('')).toBe('');
	expect(networkOf('no address')).toBe('no address');
	for (const seen of ['192.0.2.1:40000', '192.0.2.1:40001', '[::ffff:192.0.2.1]:443'])
		expect(networkOf(seen), seen).toBe('192.0.2.1');
	for (const seen of ['[2001:db8:0:1::5]:443', '[2001:db8:0:1::6]'])
		expect(networkOf(seen), seen).toBe('2001:db8:0:1::/64');
});

test.each([
	undefined,
	'',
	',',
	' , ,',
	'unknown',
	'evil',
	'203.0.113.9, ',
	'\u0000',
	'a'.repeat(8000),
	['203.0.113.9', '198.51.100.7'],
	'x,'.repeat(4000)
])('J30 pages and sockets read the same in a header that is missing or malformed: %j', (forwarded) => {
	for (const PROXIES of ['0', '1', '2']) {
		const settings = settingsFrom({ PROXIES });
		const came = request('192.0.2.1', forwarded);
		came.headers['x-siroop-address'] = '198.51.100.66';
		const ofSockets = addressOf(came, settings.proxies);
		tellWhere(came, settings, 3000);
		expect(came.headers['x-siroop-address']).toBe(ofSockets);
		expect(ofSockets).not.toBe('');
		if (PROXIES === '0') expect(ofSockets).toBe('192.0.2.1');
		tellHandler(settings);
		expect(process.env.ADDRESS_HEADER).toBe('x-siroop-address');
	}
});
