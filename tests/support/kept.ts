import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openApp, type App } from '#server/app/app.ts';
import type { WrittenDemo } from '#server/demo.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { settingsFrom } from '#server/app/settings.ts';
import { writeMoment, type Files } from '../kept/archive.ts';
import { lookInto } from './rows.ts';

/** A moment of the demo as it was kept, in a folder that is gone after the test. */
export class KeptMoment {
	readonly demo: WrittenDemo;
	readonly #folder = mkdtempSync(path.join(tmpdir(), 'siroop-kept-'));

	constructor(files: Files, moment: string) {
		onTestFinished(() => rmSync(this.#folder, { recursive: true, force: true }));
		this.demo = writeMoment(files, moment, this.#folder);
	}

	file(name: string): string {
		return path.join(this.#folder, name);
	}

	/** At the time of then, so that what was open is open. */
	async open(): Promise<App> {
		const settings = settingsFrom({ DATA_DIR: this.#folder, LOG: 'silent' });
		const app = await openApp(settings, { now: () => this.demo.keptAt });
		onTestFinished(async () => void (await app.close()));
		return app;
	}

	/** Of somebody of the demo by key, 'fac-1'. */
	async seat(app: App, key: string): Promise<SeatOf> {
		return (await app.journeys.seat(this.demo.journey, this.#person(key)))!;
	}

	/** By their seat: the links that a program of then made may be of a kind that there is no more. */
	#person(key: string): string {
		const seat = this.demo.seats[key];
		return lookInto(
			this.file('siroop.db'),
			(db) => db.prepare('SELECT person_id FROM participant WHERE id = ?').pluck().get(seat) as string
		);
	}
}
