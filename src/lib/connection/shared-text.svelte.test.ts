import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { watch } from '#lib/ui/shown.svelte.ts';
import { SharedText } from './shared-text.svelte.ts';

test('who shows a text sees each change of it, and that of the document that takes its place', () => {
	const [first, second] = [new Y.Doc().getText('text'), new Y.Doc().getText('text')];
	const shared = new SharedText(first, () => true);
	const seen: string[] = [];
	watch(() => void seen.push(shared.current));
	first.insert(0, 'Nabij');
	flushSync();
	second.insert(0, 'Nabijheid');
	shared.follow(second);
	flushSync();
	first.insert(5, ' zijn');
	flushSync();
	second.insert(9, ' telt');
	flushSync();
	expect(seen).toEqual(['', 'Nabij', 'Nabijheid', 'Nabijheid telt']);
});
