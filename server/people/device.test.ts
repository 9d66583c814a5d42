import { expect, test } from 'vitest';
import { deviceOf } from './device.ts';

test.each([
	['Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0', 'Firefox, Android'],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
		'Safari, iPhone'
	],
	[
		'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0',
		'Edge, Windows'
	],
	[
		'Mozilla/5.0 (Linux; Android 13; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36',
		'Samsung Internet, Android'
	],
	['curl/8.5.0', ''],
	[`${'x'.repeat(100_000)} Firefox`, ''],
	[null, ''],
	[undefined, '']
])('J16 %s is called %s', (said, called) => {
	expect(deviceOf(said)).toBe(called);
});
