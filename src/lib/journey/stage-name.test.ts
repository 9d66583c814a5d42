import { expect, test } from 'vitest';
import { kinds } from '#domain/kinds/kinds.ts';
import { hasStageName, stageName } from './stage-name.ts';

test('P7 every stage of every kind has a word that people know it by', () => {
	const stages = kinds.flatMap((kind) => kind.stages.map((stage) => stage.name));
	expect(stages.filter((stage) => !hasStageName(stage))).toEqual([]);
	expect(stageName('writing')).toBe('schrijven');
	expect(stageName('harvested', 'values')).toBe('geoogst');
	expect(stageName('harvested', 'check-in')).toBe('klaar');
});
