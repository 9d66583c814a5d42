import { Pace } from '#server/acts/pace.ts';
import { networkOf } from '#server/app/address.ts';

/** Newcomers of one meeting: a hall of two hundred is in within a minute, a script is not (J25). */
const joinsPerSecond = 3;
const joinsBurst = 150;
/** Newcomers from one network, in all meetings: that hall is behind one address, and again within the hour (J25). */
const networkPerSecond = 250 / 3600;
const networkBurst = 250;

/** How fast newcomers come in. */
export class JoinPace {
	readonly #meetings: Pace;
	readonly #networks: Pace;

	/** `clock`: ms, from whenever. */
	constructor(clock?: () => number) {
		this.#meetings = new Pace(joinsPerSecond, joinsBurst, clock);
		this.#networks = new Pace(networkPerSecond, networkBurst, clock);
	}

	/** Counts a newcomer. Who comes too fast from one network is no burden to the meeting. */
	allows(meeting: string, address: string): boolean {
		return this.#networks.allows(networkOf(address)) && this.#meetings.allows(meeting);
	}
}
