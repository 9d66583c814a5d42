import { expect, test, vi } from 'vitest';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';
import { until } from '../../support/sync-client.ts';

const card = (n: number) => idOf('card', n);
const group = idOf('group', 1);

/** A meeting with a screen that listens, and how often it is told something and rights are looked at again. */
async function aWatchedMeeting() {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'gea', 'zoe'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	await meeting.next();
	await meeting.group(group, 'Nabij', [card(1)]);
	await meeting.next();
	await meeting.connect(meeting.gert, meeting.journeyDocument);
	const { sync } = meeting.app;
	const announced = vi.spyOn(sync, 'announce');
	const rechecked = vi.spyOn(sync, 'recheck');
	/** What is under way has been told. */
	const quiet = async () => {
		const before = announced.mock.calls.length;
		must(await meeting.app.acts.pull(meeting.fenna, meeting.journey));
		await until(() => announced.mock.calls.length > before, 'the pull');
	};
	await quiet();
	announced.mockClear();
	rechecked.mockClear();
	return { meeting, announced, rechecked, quiet };
}

const dots = (meeting: Meeting, dots: string) =>
	meeting.act(meeting.wies, { act: 'dots', group, dots }, meeting.steps.values);

test('A10 seven posts of dots are announced to nobody: until the weighing is closed nobody hears of them', async () => {
	const { meeting, announced, rechecked, quiet } = await aWatchedMeeting();
	for (const count of ['1', '2', '1', '2', '2', '1', '2']) must(await dots(meeting, count));
	await quiet();
	expect(announced).toHaveBeenCalledTimes(1);
	expect(rechecked).not.toHaveBeenCalled();
});

test('A10 what is so already is written down and announced to nobody', async () => {
	const { meeting, announced, quiet } = await aWatchedMeeting();
	const { acts } = meeting.app;
	must(await acts.lock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	await quiet();
	const before = await meeting.kept();
	announced.mockClear();
	must(await acts.lock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	must(await acts.goTo(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	must(await meeting.act(meeting.fenna, { act: 'reopenWeighing' }));
	expect(await meeting.kept()).toEqual(before);
	expect(announced).not.toHaveBeenCalled();
});

test('A10 facts that did not change are not sent again', async () => {
	const { meeting, announced } = await aWatchedMeeting();
	const note = { step: meeting.steps.values, note: 'Alleen voor ons.' };
	must(await meeting.app.acts.note(meeting.fenna, meeting.journey, note));
	must(await meeting.app.acts.pull(meeting.fenna, meeting.journey));
	await until(() => announced.mock.calls.length > 0, 'the pull');
	expect(announced).toHaveBeenCalledTimes(1);
});

test('A9 an act that changes rights has every socket looked at again, and one that does not has not', async () => {
	const { meeting, rechecked } = await aWatchedMeeting();
	must(await meeting.app.acts.pull(meeting.fenna, meeting.journey));
	expect(rechecked).not.toHaveBeenCalled();
	must(await meeting.app.acts.lock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	expect(rechecked).toHaveBeenCalledTimes(1);
});
