import { it } from 'vitest';
import { converge } from './converge.ts';
import { runShort } from './fuzzer.ts';

it('everyone ends with the same, whatever happens on the way', () => runShort(converge), 60_000);
