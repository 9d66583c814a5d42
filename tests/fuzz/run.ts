// npm run fuzz [-- NAME] [--seed N] [--rounds N]: the fuzzers, for as long as you like.
import { parseArgs } from 'node:util';
import { runFuzzer, type Fuzzer } from './fuzzer.ts';
import { converge } from './converge.ts';
import { decoder } from './decoder.ts';
import { kill } from './kill.ts';
import { documentLife } from './document-life.ts';

const fuzzers: Fuzzer[] = [converge, decoder, kill, documentLife];

const { values, positionals } = parseArgs({
	options: { seed: { type: 'string' }, rounds: { type: 'string' } },
	allowPositionals: true
});
const wanted = fuzzers.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (wanted.length === 0) {
	console.error(`No such fuzzer. There are: ${fuzzers.map(({ name }) => name).join(', ')}`);
	process.exit(2);
}
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
for (const fuzzer of wanted) {
	try {
		await runFuzzer(fuzzer, seed, Number(values.rounds ?? fuzzer.long));
	} catch (error) {
		console.error((error as Error).cause ?? error);
		process.exitCode = 1;
	}
}
