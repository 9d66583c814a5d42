import type { Running } from '#server/main.ts';
import { addressOf, Somebody, type Address } from '#server/rehearsal/somebody.ts';
import { Cast, type Player } from '#server/rehearsal/cast.ts';
import { moments, scenes, type Moment } from './moments.ts';
import { must, Playing } from './playing.ts';
import { wilgenmeer } from './wilgenmeer.ts';

export interface Demo {
	journey: string;
	code: string;
	beamerToken: string;
	/** Participant ids by the keys of wilgenmeer.json. */
	seats: Map<string, string>;
	/** Of everybody's own personal link, by the same keys. */
	tokens: Map<string, string>;
	/** Where the facilitator made the journey: there they have their other journeys and roles too (J12). */
	lead: Somebody;
	/** Step ids by kind. */
	steps: Map<string, string>;
	/** How far it came: the moment that was asked for, or the last one before it that this program can play. */
	reached: Moment;
}

/** Begins the ids of the demo, so that they can be told apart by eye: "nv07" becomes "wilgenmeernv07". */
const mark = 'wilgenmeer';

/**
 * Plays the journey up to a moment, over the same sockets and forms that people use. `at` is called at each moment
 * that is reached.
 */
export async function fillDemo(
	running: Running,
	until: Moment,
	at: (demo: Demo) => Promise<void> = async () => {}
): Promise<Demo> {
	const address = addressOf(running.app.settings, running.port);
	const { demo, playing } = await sitDownTogether(running, address);
	for (const { moment, kind, play } of scenes.slice(0, moments.indexOf(until) + 1)) {
		if (kind !== null && !demo.steps.has(kind)) continue;
		await play(playing);
		demo.reached = moment;
		demo.code = playing.code;
		await at(demo);
	}
	// Everybody goes home: whoever posted a form counts as present for a while.
	await Promise.all(playing.cast.people.map(({ somebody }) => somebody.sitDown()));
	await playing.cast.leave();
	return demo;
}

interface SetUp {
	setup: {
		beamerToken: string;
		organisations: { id: string; kind: string; short: string; initials: string }[];
		meetings: { id: string; name: string; startsAt: string; steps: { id: string; kind: string }[] }[];
	};
}

async function sitDownTogether(
	{ app }: Running,
	address: Address
): Promise<{ demo: Demo; playing: Playing }> {
	const lead = new Somebody(address);
	const roleOf = (key: string) => wilgenmeer.people.find((person) => person.key === key)!.role;
	const invitation = (await app.invitations.first())!;
	await lead.signIn(`/eerste/${invitation}`, { name: roleOf('fac-1'), email: '' });
	lead.journey = await makeJourney(lead);
	const { setup } = await lead.page<SetUp>('inrichten');
	const organisations = await nameOrganisations(lead, setup);
	await dateMeetings(lead, setup);
	const opened = must('open', await edit(lead, 'open', { meeting: setup.meetings[0]!.id }));
	const code = String(opened.code);

	const people: Player[] = [];
	for (const { key, organisation, role } of wilgenmeer.people.filter(({ key }) => key !== 'fac-1')) {
		const somebody = new Somebody(address);
		const at = organisation === null ? 'guest' : organisations.get(organisation)!;
		await somebody.signIn(`/meedoen/${code}`, { name: role, email: '', organisation: at });
		people.push({ key, organisation, somebody, participant: await somebody.seat() });
	}
	const seats = new Map(people.map(({ key, participant }) => [key, participant]));
	seats.set('fac-1', await lead.seat());
	// Everybody is who they say: the facilitator said so as they came in.
	const everybody = people.map(({ participant }) => participant).join(',');
	must('admit', await lead.direct('admit', { participants: everybody }));
	for (const { participant, role } of seatsOf(people))
		must('nameSpeaker', await lead.direct('nameSpeaker', { participant, role }));
	const tokens = await linksOf([...people, { key: 'fac-1', somebody: lead }]);
	must('makeCoFacilitator', await lead.direct('makeCoFacilitator', { participant: seats.get('fac-2')! }));

	const cast = new Cast(
		people.filter(({ key }) => key !== 'fac-2'),
		organisations,
		mark
	);
	const steps = new Map(
		setup.meetings.flatMap((meeting) =>
			meeting.steps.map(({ id, kind }) => [kind, { id, meeting: meeting.id }] as const)
		)
	);
	const playing = new Playing(lead, cast, steps, app.persisted);
	playing.code = code;
	const { beamerToken } = setup;
	return {
		demo: {
			journey: lead.journey,
			code,
			beamerToken,
			seats,
			tokens,
			lead,
			steps: new Map([...steps].map(([kind, { id }]) => [kind, id])),
			reached: 'lobby'
		},
		playing
	};
}

const edit = (lead: Somebody, name: string, fields: Record<string, string>) =>
	lead.post(`/traject/${lead.journey}/inrichten?/${name}`, fields);

/** Of each organisation the first answers, and the second in their place. */
const seatsOf = (people: readonly Player[]) =>
	[...Map.groupBy(people, ({ organisation }) => organisation)].flatMap(([organisation, own]) =>
		organisation === null
			? []
			: (['holder', 'deputy'] as const).flatMap((role, index) =>
					own[index] ? [{ participant: own[index].participant, role }] : []
				)
	);

/** The days of the story; their names are the template's. */
async function dateMeetings(lead: Somebody, { meetings }: SetUp['setup']): Promise<void> {
	for (const [index, { id, name, startsAt }] of meetings.entries()) {
		const { date, place } = wilgenmeer.meetings[index]!;
		const words = { meeting: id, name, startsAt, date, place };
		must('changeMeeting', await lead.post(`/traject/${lead.journey}/draaiboek?/changeMeeting`, words));
	}
}

async function makeJourney(lead: Somebody): Promise<string> {
	const [day] = wilgenmeer.meetings;
	const { name, place, date } = day!;
	const words = { name: wilgenmeer.journey, meeting: name, place, date, startsAt: '09:30' };
	const made = must('a new journey', await lead.post('/traject/nieuw?/create', words));
	return made.location!.split('/')[2]!;
}

/** Organisation ids by key. */
async function nameOrganisations(
	lead: Somebody,
	{ organisations }: SetUp['setup']
): Promise<Map<string, string>> {
	const ids = new Map<string, string>();
	for (const { key, kind, name } of wilgenmeer.organisations) {
		const { id, short, initials } = organisations.find((o) => o.kind === kind)!;
		must('rename', await edit(lead, 'rename', { organisation: id, name, short, initials }));
		ids.set(key, id);
	}
	return ids;
}

export const tokenIn = (link: unknown): string => String(link).split('/terug/')[1]!;

/** Everybody's own, which works more than once. A new link ends the old one, so nobody asks for another. */
async function linksOf(people: readonly Pick<Player, 'key' | 'somebody'>[]): Promise<Map<string, string>> {
	const tokens = new Map<string, string>();
	for (const { key, somebody } of people) {
		const { link } = must('an own link', await somebody.post(`/traject/${somebody.journey}/welkom`));
		tokens.set(key, tokenIn(link));
	}
	return tokens;
}
