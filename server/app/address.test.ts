import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { addressOf, networkOf } from './address.ts';

const request = (remoteAddress: string, forwarded?: string | string[]) =>
	({
		socket: { remoteAddress },
		headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
	}) as unknown as IncomingMessage;

test('behind no proxy nobody is believed; behind one or two, what the outermost of them saw', () => {
	const told = 'evil, 198.51.100.7, 203.0.113.9';
	expect(addressOf(request('192.0.2.1', told), 0)).toBe('192.0.2.1');
	expect(addressOf(request('192.0.2.1', told), 1)).toBe('203.0.113.9');
	expect(addressOf(request('192.0.2.1', told), 2)).toBe('198.51.100.7');
	expect(addressOf(request('192.0.2.1', ['evil', '203.0.113.9']), 1)).toBe('203.0.113.9');
	expect(addressOf(request('192.0.2.1'), 1)).toBe('192.0.2.1');
	expect(addressOf(request('192.0.2.1', ''), 1)).toBe('192.0.2.1');
	expect(addressOf(request('192.0.2.1', told), 5)).toBe('192.0.2.1');
});

test('a network is one address of version 4, and the first 64 bits of one of version 6 however it is written', () => {
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
});
