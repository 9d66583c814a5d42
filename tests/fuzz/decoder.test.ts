import { it } from 'vitest';
import { decoder } from './decoder.ts';
import { runShort } from './fuzzer.ts';

it('bytes that are nearly right do no harm', () => runShort(decoder), 60_000);
