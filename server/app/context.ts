import type { Logger } from 'pino';
import type { CrowdState } from '#domain/rehearsal/rehearsal.ts';
import type { Db } from '#server/db/open.ts';
import type { Settings } from './settings.ts';
import type { Hands } from '#server/parts/anonymity/hands.ts';
import type { ToldOf } from '#server/parts/anonymity/told.ts';
import type { Suggestions } from '#server/parts/cards/suggestions.ts';
import type { SyncServer } from '#server/sync/server.ts';
import type { Paces } from '#server/acts/pace.ts';
import type { KeyedMutex } from './mutex.ts';

/** What every area stands on. One per app. */
export interface Context {
	db: Db;
	settings: Settings;
	/** Server time, ms since 1970; tests set it. */
	now: () => number;
	/** 0 ≤ n < 1; for shuffles and codes. */
	random: () => number;
	sync: SyncServer;
	/** For what goes wrong where nobody waits for an answer; never with a word that somebody wrote. */
	log: Logger;
	runExclusive: KeyedMutex;
	/** How fast people do things. */
	paces: Paces;
	/** Which of these participants are at the table now; while people write without their names since `unnamed`, since then. */
	present: (journey: string, participants: readonly string[], unnamed?: number | null) => Set<string>;
	/** Participants with a sentence under way. */
	writing: (journey: string) => ReadonlySet<string>;
	/** What everybody may know of the cards of an anonymous step. */
	told: ToldOf;
	/** Who is ready there. */
	hands: Hands;
	/** Which cards of a step are alike. */
	suggestions: Suggestions;
	/** Since when none of a participant's screens is connected, ms since 1970, or null while one is. */
	awaySince: (journey: string, participant: string) => number | null;
	/** What the simulated people of a rehearsal do. */
	crowd: (journey: string) => CrowdState;
	/**
	 * After the commit of an act: what is true now goes to every screen; after one that changes what somebody may do,
	 * every socket is looked at again too.
	 */
	announce: (journey: string, what: 'facts' | 'rights') => void;
	/** To the pages of one person alone: something that is only theirs changed. */
	look: (journey: string, participant: string) => void;
}
