import { afterEach, expect, test, vi } from 'vitest';
import { ring } from './bell.ts';

afterEach(() => void vi.unstubAllGlobals());

/** As much of an AudioContext as a bell needs; keeps count of what sounds. */
class SilentAudio {
	static last: SilentAudio;
	currentTime = 5;
	destination = {};
	closed = false;
	tones: { hertz: number; until: number; onended: (() => void) | null }[] = [];
	constructor() {
		SilentAudio.last = this;
	}
	close() {
		this.closed = true;
		return Promise.resolve();
	}
	createGain() {
		return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect() {} };
	}
	createOscillator() {
		const tone = {
			hertz: 0,
			until: 0,
			onended: null,
			frequency: {
				set value(hertz: number) {
					tone.hertz = hertz;
				}
			},
			connect() {},
			start() {},
			stop(at: number) {
				tone.until = at;
			}
		};
		this.tones.push(tone);
		return tone;
	}
}

test('the bell sounds two partials, dies away and gives its sound card back', () => {
	vi.stubGlobal('AudioContext', SilentAudio);
	ring();
	const { tones } = SilentAudio.last;
	expect(tones.map((tone) => tone.hertz)).toEqual([660, 1650]);
	expect(tones.every((tone) => tone.until > 5)).toBe(true);
	tones[0]!.onended!();
	expect(SilentAudio.last.closed).toBe(true);
});

test('without an AudioContext the bell is silent', () => {
	vi.stubGlobal('AudioContext', undefined);
	expect(() => ring()).not.toThrow();
});
