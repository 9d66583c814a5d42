// One document, many people, some of whom type.
import { typingBars, typingCase, typingColumns } from './typing-case.ts';
import type { Workload } from './workload.ts';

export const w1: Workload = {
	name: 'W1',
	title: 'one document, many people, some type (N=200: 50 at 4/s; N=300: 100 at 5/s; else 20 % at 5/s)',
	columns: typingColumns,
	cases: [
		typingCase('N=50', { documents: 1, people: 50, typing: 10, perSecond: 5 }, false),
		typingCase('N=200', { documents: 1, people: 200, typing: 50, perSecond: 4 }, true),
		typingCase('N=300', { documents: 1, people: 300, typing: 100, perSecond: 5 }, true),
		typingCase('N=500', { documents: 1, people: 500, typing: 100, perSecond: 5 }, false)
	],
	bars: [...typingBars('N=200', 0.5), ...typingBars('N=300', 0.5)]
};
