import { expect, test } from 'vitest';
import { reachOf } from './reach.ts';

test('R17 an address says who can come to it: this machine alone, who knows the name, one network, or everybody', () => {
	for (const host of [
		'localhost:3000',
		'siroop.localhost',
		'127.0.0.1',
		'127.1.2.3:80',
		'[::1]:3000',
		'0.0.0.0'
	])
		expect(reachOf(`http://${host}`), host).toBe('machine');
	for (const host of ['laptop', 'laptop.local', 'siroop.lan', 'siroop.home.arpa', 'siroop.intranet:8080'])
		expect(reachOf(`http://${host}`), host).toBe('name');
	for (const host of ['192.168.1.5:3000', '10.0.0.7', '172.20.1.1', '169.254.1.1', '[fe80::1]', '[fd12::1]'])
		expect(reachOf(`http://${host}`), host).toBe('network');
	for (const host of [
		'siroop.nl',
		'localhost.nl',
		'laptop.local.nl',
		'145.1.2.3',
		'172.32.1.1',
		'[2001:db8::1]'
	])
		expect(reachOf(`https://${host}`), host).toBe('anywhere');
});
