import { flushSync, mount, unmount } from 'svelte';
import { showsBoard, stageOf } from '#domain/kinds/kinds.ts';
import { FarEnd } from '#lib/connection/far-end.ts';
import '#lib/look/index.css';
import { beamerView } from '#lib/kinds/beamers.ts';
import { BoardInMemory } from '#lib/kinds/at-table.svelte.ts';
import { boardDocument, readBoard } from '#wire/parts/board/board.ts';
import Room from '../../../src/routes/scherm/[token]/Room.svelte';
import { nextFrame, measure, type Fault } from './measure.ts';
import { scenes, type Scene } from './scenes.ts';
import { finish, onTestFinished, vi } from './vitest.ts';

// The page that a browser opens: it shows one picture after the other, as the room would see it, and measures each.

async function show({ facts, board: fill }: Scene): Promise<void> {
	await finish();
	const target = document.body.appendChild(document.createElement('div'));
	const far = new FarEnd(() => []);
	const { step } = facts;
	const shows = step !== null && showsBoard(stageOf(step.kind, step.stage).opens);
	const name = step && boardDocument(step.id);
	if (name && fill) fill(new BoardInMemory(far.doc(name)));
	const qr = { path: 'M0 0h9v9H0zM24 0h9v9h-9zM0 24h9v9H0zM12 12h9v9h-9z', size: 33 };
	const data = {
		...{ token: 'geheim', facts, board: shows && name ? readBoard(far.doc(name)) : null },
		join: { address: 'siroop.langeregionaam.example', code: facts.meeting?.code ?? null, qr },
		view: step && { kind: step.kind, Beamer: await beamerView(step.kind) }
	};
	const shown = mount(Room, { target, props: { data: data as never } });
	onTestFinished(async () => {
		await unmount(shown);
		target.remove();
	});
	flushSync();
	if (shows && name && fill) await vi.waitUntil(() => far.isOpen(name));
	await document.fonts.ready;
	// Once for what came over the line, once for what measures itself.
	for (let frame = 0; frame < 4; frame++) await nextFrame();
}

declare global {
	interface Window {
		fit: {
			names: { name: string; quick: boolean }[];
			show: (name: string) => Promise<Fault[]>;
		};
	}
}

window.fit = {
	names: scenes.map(({ name, quick }) => ({ name, quick: quick ?? false })),
	async show(name) {
		const scene = scenes.find((one) => one.name === name)!;
		await show(scene);
		return measure(scene.must ?? []);
	}
};
