import { expect, test } from 'vitest';
import type { SyncStore } from '#server/sync/store.ts';
import { aMeeting, idOf, must } from '../../support/cast.ts';
import { until } from '../../support/sync-client.ts';

/** A store whose disk can be held: from `hold` on a document that is not in memory is not read before `release`. */
function aHeldStore() {
	const waiting: (() => void)[] = [];
	let isHeld = false;
	const world = {
		store: (store: SyncStore): SyncStore => ({
			...proxied(store),
			async open(document) {
				if (isHeld) await new Promise<void>((done) => waiting.push(done));
				return store.open(document);
			}
		})
	};
	return {
		world,
		get asked() {
			return waiting.length;
		},
		hold: () => void (isHeld = true),
		release() {
			isHeld = false;
			for (const done of waiting.splice(0)) done();
		}
	};
}

/** Every method of the store, bound to it. */
function proxied(store: SyncStore): SyncStore {
	return {
		open: (document) => store.open(document),
		append: (...given) => store.append(...given),
		compact: (...given) => store.compact(...given),
		bumpEpoch: (...given) => store.bumpEpoch(...given),
		remove: (...given) => store.remove(...given),
		release: (...given) => store.release(...given),
		cold: (...given) => store.cold(...given),
		stats: () => store.stats(),
		probe: () => store.probe(),
		close: () => store.close()
	};
}

test('P9 while the documents of a step can not be read its reveal waits, and every other page and act answers', async () => {
	const disk = aHeldStore();
	const meeting = await aMeeting({ names: ['wies', 'gert'], world: disk.world });
	must(await meeting.write(meeting.wies, 'Dichtbij', idOf('card', 1)));
	await meeting.restart();
	disk.hold();
	const move = { step: meeting.steps.values, from: 'writing', by: 1 as const, sure: true };
	const revealing = meeting.app.acts.move(meeting.fenna, meeting.journey, move);
	await until(() => disk.asked > 0, 'the reveal asks for a document');
	const { app, fenna, journey } = meeting;
	expect((await app.facts(journey)).step).toMatchObject({ stage: 'writing' });
	expect(await app.journeys.setup(journey)).not.toBeNull();
	must(await app.acts.pull(fenna, journey));
	must(await app.acts.pause(fenna, journey));
	must(await app.acts.resume(fenna, journey));
	must(await meeting.act(meeting.gert, { act: 'ready', on: 'yes' }));
	expect((await app.overview.of(meeting.gert, journey)).length).toBeGreaterThan(0);
	disk.release();
	must(await revealing);
	expect(await meeting.stage()).toBe('sorting');
	expect((await meeting.board()).count).toBe(1);
});
