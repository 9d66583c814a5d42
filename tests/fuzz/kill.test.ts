import { it } from 'vitest';
import { runShort } from './fuzzer.ts';
import { kill } from './kill.ts';

it('a few kills lose nothing that was acknowledged or seen', () => runShort(kill), 60_000);
