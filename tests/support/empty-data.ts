import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openBase } from '#server/app/base.ts';
import { settingsFrom } from '#server/app/settings.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** A folder with the databases of a program that has just been installed: tests copy it. */
		emptyData: string;
	}
}

/** Most of a first start are the migrations, and nine hundred tests begin with one. */
export default async function ({ provide }: TestProject): Promise<() => void> {
	const folder = mkdtempSync(join(tmpdir(), 'siroop-empty-data-'));
	const { store, db } = await openBase(settingsFrom({ DATA_DIR: folder, LOG: 'silent' }));
	await store.close();
	await db.destroy();
	provide('emptyData', folder);
	return () => rmSync(folder, { recursive: true, force: true });
}
