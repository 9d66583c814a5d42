import { expect, test } from 'vitest';
import { until } from '../../support/sync-client.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

const card = (n: number) => idOf('card', n);
const words = async (meeting: Meeting) => (await meeting.board()).loose.map(({ text }) => text).sort();
const waiting = async (meeting: Meeting) => (await meeting.app.facts(meeting.journey)).step!.waiting;

/** Two cards of Wies lie on the table, and one of Gert. */
async function laid(): Promise<Meeting> {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	must(await meeting.write(meeting.wies, 'Trots', card(2)));
	must(await meeting.write(meeting.gert, 'Rust', card(3)));
	await meeting.next();
	return meeting;
}

const ways = {
	form: async (meeting: Meeting) => {
		must(await meeting.act(meeting.wies, { act: 'editCard', id: card(1), text: 'Heel dichtbij' }));
		must(await meeting.act(meeting.wies, { act: 'removeCard', id: card(2) }));
	},
	socket: async (meeting: Meeting) => {
		const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
		phone.doc.getMap('cards').set(card(1), { text: 'Heel dichtbij', prompt: '1', at: 1 });
		phone.doc.getMap('cards').delete(card(2));
		await until(() => phone.isSaved, 'the changes at home');
		await until(() => meeting.sql('SELECT * FROM written WHERE waiting > 0').length > 0, 'the count');
	}
};

test.each(['form', 'socket'] as const)(
	'V4 V6 what is changed and taken back by %s waits; its writer lays the one and drops the other',
	async (way) => {
		const meeting = await laid();
		const table = await meeting.board();
		await ways[way](meeting);
		await until(async () => (await waiting(meeting)) === 2, 'both to be counted');
		expect(await meeting.board()).toEqual(table);
		expect((await meeting.view(meeting.wies)).mine).toMatchObject({
			cards: [{ id: card(1), text: 'Heel dichtbij', revealed: true }],
			taken: [card(2)]
		});
		must(await meeting.act(meeting.wies, { act: 'layCorrection', id: card(1) }));
		must(await meeting.act(meeting.wies, { act: 'dropCorrection', id: card(2) }));
		expect(await words(meeting)).toEqual(['Heel dichtbij', 'Rust', 'Trots']);
		expect(await waiting(meeting)).toBe(0);
		expect((await meeting.view(meeting.wies)).mine.taken).toEqual([]);
		expect((await meeting.view(meeting.wies)).mine.cards).toHaveLength(2);
	}
);

test('V6 a facilitator lays all that waits, without reading it first; what is gone can be shown again', async () => {
	const meeting = await laid();
	await ways.socket(meeting);
	await until(async () => (await waiting(meeting)) === 2, 'both to be counted');
	expect(JSON.stringify(await meeting.view(meeting.fenna))).not.toContain('Heel dichtbij');
	expect(must(await meeting.act(meeting.fenna, { act: 'layAll' })).revealed).toBe(2);
	expect(await words(meeting)).toEqual(['Heel dichtbij', 'Rust']);
	expect(await waiting(meeting)).toBe(0);
	expect(must(await meeting.act(meeting.fenna, { act: 'layAll' })).revealed).toBe(0);
	must(await meeting.act(meeting.fenna, { act: 'showCard', id: card(2) }));
	expect(await words(meeting)).toEqual(['Heel dichtbij', 'Rust', 'Trots']);
});

test('V6 whoever takes their only card back late has a correction that waits, and it can be laid', async () => {
	const meeting = await laid();
	must(await meeting.act(meeting.gert, { act: 'removeCard', id: card(3) }));
	expect(await waiting(meeting)).toBe(1);
	must(await meeting.act(meeting.gert, { act: 'layCorrection', id: card(3) }));
	expect(await words(meeting)).toEqual(['Dichtbij', 'Trots']);
	expect(await waiting(meeting)).toBe(0);
});

test('V6 a corrected card stays in its group and keeps what lies under it', async () => {
	const meeting = await laid();
	await meeting.group(idOf('group', 1), 'Toon', [card(1), card(3)], { [card(3)]: card(1) });
	must(await meeting.act(meeting.wies, { act: 'editCard', id: card(1), text: 'Heel dichtbij' }));
	must(await meeting.act(meeting.wies, { act: 'layCorrection', id: card(1) }));
	expect((await meeting.board()).groups).toMatchObject([
		{ cards: [{ text: 'Heel dichtbij', under: [{ text: 'Rust' }] }] }
	]);
});

test('V6 nobody corrects somebody else’s card, and nothing is laid while the table is locked or not open', async () => {
	const meeting = await laid();
	const phone = await meeting.connect(meeting.gert, meeting.ownDocument(meeting.gert));
	phone.doc.getMap('cards').set(card(1), { text: 'Nagemaakt', prompt: '1', at: 1 });
	phone.doc.getMap('cards').set(card(2), { text: 'Trots', prompt: '1', at: 1 });
	phone.doc.getMap('cards').delete(card(2));
	await until(() => phone.isSaved, 'what is not theirs');
	for (const id of [card(1), card(2)]) must(await meeting.act(meeting.gert, { act: 'layCorrection', id }));
	expect(await words(meeting)).toEqual(['Dichtbij', 'Rust', 'Trots']);
	must(await meeting.act(meeting.wies, { act: 'editCard', id: card(1), text: 'Heel dichtbij' }));
	await meeting.back();
	expect(await meeting.act(meeting.wies, { act: 'layCorrection', id: card(1) })).toMatchObject({
		reason: 'board-not-open'
	});
	await meeting.next();
	expect(await words(meeting)).toEqual(['Dichtbij', 'Rust', 'Trots']);
});

test('V6 a private document that was lost takes no card off the table', async () => {
	const meeting = await laid();
	await meeting.restart(() => meeting.loseDocuments());
	must(await meeting.act(meeting.fenna, { act: 'layAll' }));
	expect(await words(meeting)).toEqual(['Dichtbij', 'Rust', 'Trots']);
});

test('V6 what was taken back is known after a restart too', async () => {
	const meeting = await laid();
	must(await meeting.act(meeting.wies, { act: 'removeCard', id: card(2) }));
	await meeting.restart(() => {});
	expect((await meeting.view(meeting.wies)).mine.taken).toEqual([card(2)]);
	must(await meeting.act(meeting.wies, { act: 'layCorrection', id: card(2) }));
	expect(await words(meeting)).toEqual(['Dichtbij', 'Rust']);
});
