import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boardDocument, type BoardPlace } from '#wire/parts/board/board.ts';
import { openApp } from '#server/app/app.ts';
import type { Outcome } from '#server/acts/outcome.ts';
import { settingsFrom } from '#server/app/settings.ts';
import { serveAgain, type Served } from './server.ts';

export interface FutureLinks {
	origin: string;
	journey: string;
	steps: Record<string, string>;
	beamer: string;
	/** Personal links: of the facilitator, of somebody of Welzijn and of somebody of the GGD. */
	people: Record<'fenna' | 'wies' | 'gert', string>;
}

const idOf = (word: string, n: number) => `${word}${String(n).padStart(12, '0')}`;

function must<T>(outcome: Outcome<T>): { ok: true } & T {
	if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
	return outcome;
}

/** A table with three values that is writing about 2040, made by the same acts that people use, then served. */
export async function serveFuture(values: readonly string[]): Promise<Served<FutureLinks>> {
	const dataDir = mkdtempSync(join(tmpdir(), 'siroop-future-'));
	const app = await openApp(settingsFrom({ DATA_DIR: dataDir, LOG: 'silent' }));
	const { acts, journeys, joining, invitations, steps } = app;
	const { person } = must(await invitations.accept(await invitations.make(), { name: 'Fenna', email: '' }));
	const { journey } = must(
		await journeys.create(person, {
			name: 'Regio Wilgenmeer',
			meeting: '',
			place: '',
			date: '2026-03-12',
			startsAt: '09:30',
			locale: 'nl'
		})
	);
	const setup = (await journeys.setup(journey))!;
	const stepOf = Object.fromEntries(setup.steps.map(({ id, kind }) => [kind, id]));
	const fenna = (await journeys.seat(journey, person))!;
	const { code } = must(await acts.openMeeting(fenna, journey, { meeting: setup.meetings[0]!.id }));
	const seat = async (name: string, slot: string) => {
		const organisation = setup.organisations.find((o) => o.slot === slot)!.id;
		const who = {
			code,
			name,
			email: '',
			organisation,
			who: null,
			locale: 'nl' as const,
			address: '192.0.2.1'
		};
		const { returnToken, person } = must(await joining.join(who));
		const { participant } = (await journeys.seat(journey, person))!;
		must(await acts.admit(fenna, journey, { participants: [participant] }));
		return returnToken!;
	};
	const [wies, gert] = [await seat('Wies', 'wel'), await seat('Gert', 'ggd')];

	const act = async (step: string, fields: Record<string, string> & { act: string }) =>
		must(await steps.act(fenna, journey, step, fields));
	const next = async (step: string, from: string) =>
		must(await acts.move(fenna, journey, { step, from, by: 1, sure: true }));
	const first = stepOf['values']!;
	const future = stepOf['future']!;
	must(await acts.goTo(fenna, journey, { step: first }));
	await next(first, 'prepared');
	for (const [n, text] of values.entries())
		await act(first, { act: 'addCard', id: idOf('card', n), prompt: '1', text });
	await next(first, 'writing');
	await app.sync.change(boardDocument(first), (doc) => {
		for (const [n, title] of values.entries()) {
			doc.getMap('groups').set(idOf('group', n), { title, order: n });
			doc.getMap<BoardPlace>('place').set(idOf('card', n), { group: idOf('group', n), on: null, order: n });
		}
	});
	await next(first, 'sorting');
	for (const n of values.keys()) await act(first, { act: 'harvestGroup', group: idOf('group', n) });
	must(await acts.goTo(fenna, journey, { step: future }));
	const reason = 'De waarden zijn vorige maand al vastgesteld.';
	must(await acts.openGate(fenna, journey, { step: future, stage: 'writing', reason }));
	await next(future, 'prepared');
	const own = must(await acts.returnLink(fenna, journey, { participant: fenna.participant })).token;
	await app.close();

	const served = await serveAgain(dataDir);
	const { origin } = served.links;
	const link = (token: string) => `${origin}/terug/${token}`;
	return {
		...served,
		links: {
			origin,
			journey,
			steps: stepOf,
			beamer: `${origin}/scherm/${setup.beamerToken}`,
			people: { fenna: link(own), wies: link(wies), gert: link(gert) }
		}
	};
}
