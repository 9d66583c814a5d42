// Many documents with few people each: one write for each receiver is the floor.
import { typingBars, typingCase, typingColumns } from './typing-case.ts';
import type { Workload } from './workload.ts';

export const w3: Workload = {
	name: 'W3',
	title: 'many documents (300 × 3: one types 2/s; 50 × 20: half type 2/s)',
	columns: typingColumns,
	cases: [
		typingCase('300 × 3', { documents: 300, people: 3, typing: 1, perSecond: 2 }, false),
		typingCase('50 × 20', { documents: 50, people: 20, typing: 10, perSecond: 2 }, true)
	],
	bars: [...typingBars('300 × 3', 0.8), ...typingBars('50 × 20', 0.8)]
};
