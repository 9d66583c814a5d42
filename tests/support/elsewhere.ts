import type { SeatOf } from '#server/journey/seats.ts';
import { must, type Meeting } from './cast.ts';

/** Another journey of the same program, which Fenna leads, and the code of its open meeting. */
export async function anotherJourney({ app, fenna }: Meeting): Promise<{ journey: string; code: string }> {
	const { journey } = must(
		await app.journeys.create(fenna.person, {
			...{ name: 'Regio Vecht', meeting: '', place: '', date: '2026-03-12', startsAt: '09:30', locale: 'nl' }
		})
	);
	const setup = (await app.journeys.setup(journey))!;
	const lead = (await app.journeys.seat(journey, fenna.person))!;
	const { code } = must(await app.acts.openMeeting(lead, journey, { meeting: setup.meetings[0]!.id }));
	return { journey, code };
}

/** They sit there too, as a guest. */
export async function isAlsoAt(meeting: Meeting, { person, name }: SeatOf): Promise<void> {
	const { code } = await anotherJourney(meeting);
	must(await meeting.joinAs(name, 'guest', { person, code }));
}
