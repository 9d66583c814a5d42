/** Two partials of a small bell: hertz, loudness, and seconds until it has died away. */
const partials = [
	{ hertz: 660, gain: 0.16, seconds: 2.4 },
	{ hertz: 1650, gain: 0.05, seconds: 1.2 }
];
const attack = 0.01;
/** An exponential ramp cannot reach 0. */
const silence = 0.0001;

/** A soft bell. Says nothing where there is no sound, or where the browser wants a tap on the page first. */
export function ring() {
	if (typeof AudioContext === 'undefined') return;
	const audio = new AudioContext();
	const tones = partials.map((partial) => strike(audio, partial));
	tones[0]!.onended = () => void audio.close();
}

function strike(audio: AudioContext, { hertz, gain, seconds }: (typeof partials)[number]) {
	const now = audio.currentTime;
	const loudness = audio.createGain();
	loudness.gain.setValueAtTime(silence, now);
	loudness.gain.exponentialRampToValueAtTime(gain, now + attack);
	loudness.gain.exponentialRampToValueAtTime(silence, now + seconds);
	loudness.connect(audio.destination);

	const tone = audio.createOscillator();
	tone.frequency.value = hertz;
	tone.connect(loudness);
	tone.start(now);
	tone.stop(now + seconds);
	return tone;
}
