import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test, vi } from 'vitest';
import { tellHandler, tellWhere } from './handler.ts';
import { isLoopback } from './loopback.ts';
import { addressesIn, Network } from './network.ts';
import { settingsFrom } from './settings.ts';

const origin = 'https://siroop.example';

describe('who reaches the program', () => {
	test('R14 without ORIGIN its own machine only, whatever HOST says; with it everyone, or whom HOST says', () => {
		for (const HOST of [undefined, '', '0.0.0.0', '::', '192.168.1.5', 'siroop.example', '127.0.0.1.evil.nl'])
			expect(settingsFrom({ HOST }).host, HOST).toBe('127.0.0.1');
		for (const HOST of ['127.0.0.1', '127.0.0.2', '::1', 'localhost'])
			expect(settingsFrom({ HOST }).host).toBe(HOST);
		expect(settingsFrom({ ORIGIN: '' }).host).toBe('127.0.0.1');
		expect(settingsFrom({ ORIGIN: origin }).host).toBe('0.0.0.0');
		expect(settingsFrom({ ORIGIN: origin, HOST: '10.0.0.7' }).host).toBe('10.0.0.7');
	});

	test('R14 the name that a request gives itself is believed on this machine only', () => {
		const told = (host: string | undefined, settings = settingsFrom({})) => {
			const headers = { host, 'x-siroop-host': 'evil.example', 'x-forwarded-proto': 'https' };
			const request = { headers, socket: { remoteAddress: '127.0.0.1' } };
			tellWhere(request as unknown as Parameters<typeof tellWhere>[0], settings, 4321);
			return [request.headers['x-forwarded-proto'], request.headers['x-siroop-host']].join('://');
		};
		expect(told('localhost:4321')).toBe('http://localhost:4321');
		expect(told('127.0.0.1:4321')).toBe('http://127.0.0.1:4321');
		for (const host of [
			'evil.example',
			'localhost.evil.example',
			'localhost:4321@evil.example',
			'',
			undefined
		])
			expect(told(host), host).toBe('http://localhost:4321');
		const opened = { ...settingsFrom({}), origin: 'http://192.168.1.5:4321' };
		expect(told('evil.example', opened)).toBe('http://192.168.1.5:4321');
		expect(told('localhost:4321', opened)).toBe('http://localhost:4321');
		tellHandler(settingsFrom({}));
		expect([process.env.HOST_HEADER, process.env.ORIGIN]).toEqual(['x-siroop-host', undefined]);
	});

	test('R14 a loopback name is one of this machine, and no longer name that begins or ends like it', () => {
		for (const name of ['localhost', 'LOCALHOST:3000', '127.0.0.1:80', '[::1]:3000', '::1'])
			expect(isLoopback(name), name).toBe(true);
		for (const name of [
			'',
			'localhost.nl',
			'mylocalhost',
			'127.0.0.1.nl',
			'1270.0.0.1',
			'0.0.0.0',
			undefined
		])
			expect(isLoopback(name), name).toBe(false);
	});
});

describe('opening it to the network of the room', () => {
	const at = (...addresses: [string, string][]) =>
		Object.fromEntries(
			addresses.map(([name, address]) => [
				name,
				[
					{ address, family: address.includes(':') ? 'IPv6' : 'IPv4', internal: name === 'lo' }
				] as NetworkInterfaceInfo[]
			])
		);

	test('R15 the address is the one that the room shares, not that of a container, a tunnel or this machine alone', () => {
		const wifi = ['wlan0', '192.168.1.5'] as [string, string];
		const found = (...given: [string, string][]) => addressesIn(at(...given));
		expect(found(['lo', '127.0.0.1'], ['docker0', '172.17.0.1'], ['tun0', '10.8.0.2'], wifi)).toEqual([
			'192.168.1.5'
		]);
		expect(found(['eth0', '145.1.2.3'], wifi)).toEqual(['192.168.1.5', '145.1.2.3']);
		expect(found(['eth0', '145.1.2.3'])).toEqual(['145.1.2.3']);
		expect(found(['lo', '127.0.0.1'], ['eth0', '169.254.3.4'], ['wlan0', 'fe80::1'])).toEqual([]);
	});

	test('R15 it is opened once, however often it is asked, and links lead there from then on', async () => {
		const settings = settingsFrom({});
		const network = new Network(settings, () => at(['wlan0', '192.168.1.5']));
		expect(network.isClosed).toBe(false);
		const asked: string[] = [];
		network.opensWith((address) => {
			asked.push(address);
			return Promise.resolve(4321);
		});
		expect(network.isClosed).toBe(true);
		const opened = { ok: true, origin: 'http://192.168.1.5:4321' };
		expect(await Promise.all([network.open(), network.open()])).toEqual([opened, opened]);
		expect([settings.origin, network.isClosed]).toEqual([opened.origin, false]);
		expect(await network.open()).toEqual(opened);
		expect(asked).toEqual(['192.168.1.5']);
	});

	test('R15 a machine in no network stays closed, says why, and can be asked again', async () => {
		const interfaces = vi.fn(() => at(['lo', '127.0.0.1']));
		const network = new Network(settingsFrom({}), interfaces);
		network.opensWith(() => Promise.resolve(4321));
		expect(await network.open()).toEqual({ ok: false, reason: 'no-network' });
		expect(network.isClosed).toBe(true);
		interfaces.mockReturnValue(at(['wlan0', '10.0.0.5']));
		expect(await network.open()).toMatchObject({ ok: true, origin: 'http://10.0.0.5:4321' });
	});

	test('R17 of more addresses one is chosen, also another one later, and none that the machine has not', async () => {
		const settings = settingsFrom({});
		const network = new Network(settings, () => at(['eth0', '10.0.0.5'], ['wlan0', '192.168.1.5']));
		const asked: string[] = [];
		network.opensWith((address) => {
			asked.push(address);
			return Promise.resolve(4321);
		});
		expect(network.addresses).toEqual(['10.0.0.5', '192.168.1.5']);
		expect(await network.open('145.1.2.3')).toEqual({ ok: false, reason: 'address-gone' });
		expect(settings.origin).toBeNull();
		for (const address of ['192.168.1.5', '10.0.0.5', '192.168.1.5']) {
			expect(await network.open(address)).toEqual({ ok: true, origin: `http://${address}:4321` });
			expect(settings.origin).toBe(`http://${address}:4321`);
		}
		expect(asked).toEqual(['192.168.1.5', '10.0.0.5']);
	});

	test('R15 with an ORIGIN there is nothing to open', async () => {
		const network = new Network(settingsFrom({ ORIGIN: origin }));
		expect(network.isClosed).toBe(false);
		expect(await network.open()).toEqual({ ok: true, origin });
		expect(network.addresses).toEqual([]);
		expect(await network.open('10.0.0.5')).toEqual({ ok: true, origin });
	});
});
