import { wilgenmeer } from './wilgenmeer.ts';
import type { Playing } from './playing.ts';

interface Scene {
	/** Also what `npm run demo -- --at` takes. */
	moment: string;
	/** The kind of step that it is in; null before the first one. */
	kind: string | null;
	/** Takes the table there from the scene before. */
	play: (playing: Playing) => Promise<void>;
}

/** The journey of Wilgenmeer, in the order in which it is played. */
export const scenes = [
	{ moment: 'lobby', kind: null, play: async () => {} },

	{
		moment: 'check-in',
		kind: 'check-in',
		async play(at) {
			await at.goTo('check-in');
			await at.next();
			await at.nextSpeaker();
		}
	},
	{
		moment: 'writing',
		kind: 'values',
		async play(at) {
			while (await at.speaker()) await at.nextSpeaker();
			await at.next();
			await at.everybody();
			await at.next();
			await at.goTo('values');
			await at.next();
			await at.direct('startTimer', { minutes: '12' });
			await at.everybody();
		}
	},
	{
		// The last two groups are still to be made.
		moment: 'sorting',
		kind: 'values',
		async play(at) {
			await at.next();
			await at.everybody((deeds) => deeds.slice(0, -2));
		}
	},
	{
		moment: 'weighing',
		kind: 'values',
		async play(at) {
			await at.everybody();
			await at.next();
			await at.everybody();
		}
	},
	{ moment: 'weighed', kind: 'values', play: (at) => at.act({ act: 'closeWeighing' }) },
	{
		moment: 'harvested',
		kind: 'values',
		async play(at) {
			await at.harvest(wilgenmeer.values);
			await at.next();
			await at.everybody();
		}
	},
	{
		moment: 'values-consent',
		kind: 'values',
		async play(at) {
			await at.next();
			await at.toStandpoints();
			await at.everybody();
			await at.show();
		}
	},
	{
		moment: 'values-agreed',
		kind: 'values',
		async play(at) {
			await at.integrate(() => wilgenmeer.valueStances);
			await at.everybody();
			await at.everybody();
		}
	},

	{
		moment: 'future-writing',
		kind: 'future',
		async play(at) {
			await at.goTo('future');
			await at.next();
			await at.direct('startTimer', { minutes: '15' });
			await at.everybody();
		}
	},
	{
		// The last two groups are still to be made.
		moment: 'future-sorting',
		kind: 'future',
		async play(at) {
			await at.next();
			await at.everybody((deeds) => deeds.slice(0, -2));
		}
	},
	{
		moment: 'future-weighed',
		kind: 'future',
		async play(at) {
			await at.everybody();
			await at.next();
			await at.everybody();
			await at.act({ act: 'closeWeighing' });
		}
	},
	{
		moment: 'themes',
		kind: 'future',
		async play(at) {
			await at.harvest(wilgenmeer.themes);
			await at.next();
			await at.everybody();
		}
	},

	{
		// Four of the six organisations are done.
		moment: 'scoring',
		kind: 'today',
		async play(at) {
			await at.goTo('today');
			await at.next();
			await at.direct('startTimer', { minutes: '15' });
			await at.everybody((deeds) => deeds.filter(({ by }) => !['pol', 'zor'].includes(by.organisation!)));
		}
	},
	{
		moment: 'spread',
		kind: 'today',
		async play(at) {
			await at.everybody();
			await at.next();
		}
	},
	{
		moment: 'obstacles',
		kind: 'today',
		async play(at) {
			await at.next();
			await at.everybody();
			await at.next();
		}
	},
	{ moment: 'today', kind: 'today', play: (at) => at.next() },

	{
		moment: 'hard-writing',
		kind: 'hard-talk',
		async play(at) {
			await at.goTo('hard-talk');
			await at.next();
			await at.everybody();
		}
	},
	{ moment: 'hard-sorting', kind: 'hard-talk', play: (at) => at.next() },
	{
		moment: 'hard-talking',
		kind: 'hard-talk',
		async play(at) {
			await at.next();
			await at.talk((talked) => talked.slice(0, -1));
			await at.beginTalk();
		}
	},
	{
		moment: 'hard-talked',
		kind: 'hard-talk',
		async play(at) {
			await at.talk();
			await at.leaveOpen();
			await at.next();
		}
	},

	{
		moment: 'tensions',
		kind: 'both-and',
		async play(at) {
			await at.goTo('both-and');
			await at.next();
			await at.inTurn();
			await at.everybody();
		}
	},
	{
		// Of the last three maps nobody wrote anything yet.
		moment: 'mapping',
		kind: 'both-and',
		async play(at) {
			await at.next();
			const late = wilgenmeer.tensions.slice(-3).map(({ key }) => at.cast.idOf(key));
			await at.everybody((deeds) => deeds.filter(({ key }) => !late.some((id) => key.includes(id))));
		}
	},
	{
		moment: 'both-and',
		kind: 'both-and',
		async play(at) {
			await at.everybody();
			await at.next();
		}
	},

	{
		moment: 'ideas-writing',
		kind: 'ideas',
		async play(at) {
			await at.goTo('ideas');
			await at.next();
			await at.direct('startTimer', { minutes: '12' });
			await at.everybody();
		}
	},
	{
		moment: 'ideas-sorting',
		kind: 'ideas',
		async play(at) {
			await at.next();
			await at.everybody((deeds) => deeds.slice(0, -4));
		}
	},
	{
		moment: 'solutions',
		kind: 'ideas',
		async play(at) {
			await at.everybody();
			await at.next();
			await at.harvest(wilgenmeer.ideas);
			await at.everybody();
		}
	},

	{
		moment: 'judging',
		kind: 'choose',
		async play(at) {
			await at.goTo('choose');
			await at.next();
			await at.everybody();
		}
	},
	{
		moment: 'judged',
		kind: 'choose',
		async play(at) {
			await at.next();
		}
	},
	{
		moment: 'chosen',
		kind: 'choose',
		async play(at) {
			await at.choose();
			await at.next();
		}
	},

	{
		// Of the last two cards nobody wrote anything yet.
		moment: 'ambitions-writing',
		kind: 'ambitions',
		async play(at) {
			await at.goTo('ambitions');
			await at.sitInFours();
			await at.next();
			const late = wilgenmeer.ambitions.slice(-2).map(({ key }) => at.cast.idOf(key));
			await at.everybody((deeds) => deeds.filter(({ key }) => !late.some((id) => key.includes(id))));
		}
	},
	{
		moment: 'ambitions-complete',
		kind: 'ambitions',
		play: (at) => at.everybody()
	},
	{
		moment: 'ambitions-consent',
		kind: 'ambitions',
		async play(at) {
			await at.next();
			await at.toStandpoints();
			await at.everybody();
			await at.show();
		}
	},
	{
		moment: 'ambitions',
		kind: 'ambitions',
		async play(at) {
			await at.integrate(({ name }) => {
				const { key } = wilgenmeer.ambitions.find((ambition) => ambition.name === name)!;
				return wilgenmeer.stances.filter(({ ambition }) => ambition === key);
			});
			await at.everybody();
			await at.amendAmbitions();
			await at.everybody();
			await at.next();
		}
	}
] as const satisfies readonly Scene[];

export type Moment = (typeof scenes)[number]['moment'];

/** How far the demo is played, in order. */
export const moments: readonly Moment[] = scenes.map(({ moment }) => moment);
