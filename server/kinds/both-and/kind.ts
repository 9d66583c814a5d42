import { mayFacilitate } from '#domain/journey/access.ts';
import type { KindServer, Viewing } from '#server/kinds/kind.ts';
import { ready } from '#server/parts/cards/acts.ts';
import { link } from '#server/parts/harvest/acts.ts';
import { themesThere } from '#server/parts/harvest/gate.ts';
import { withCards } from '#server/parts/harvest/harvest.ts';
import { harvestedIn } from '#server/parts/harvest/state.ts';
import { itemActs } from './items.ts';
import { lean } from './leaning.ts';
import { setOwners } from './owners.ts';
import { droppedIn } from './rows.ts';
import { quadrantSheets } from './sheets.ts';
import { tensionsState } from './state.ts';
import { tensionActs } from './tensions.ts';

// "Hoe krijgen we het goede van allebei?" Tensions are named by anyone, mapped together, and end in a sentence with
// two clauses. Their texts are written on the board; what stands in the quadrants, who leans where and who looks
// after a pole are rows, for there it counts which organisation said it (M-rules).

export default {
	kind: 'both-and',
	state: tensionsState,
	mine,
	gate: async (reading, _, stage) => (stage === 'naming' ? themesThere(reading) : []),
	sheets: quadrantSheets,
	acts: { ready, link, lean, setOwners, ...tensionActs, ...itemActs }
} satisfies KindServer;

/** The texts as they were kept last, for a page without a socket; and for facilitators what they took off the list. */
async function mine({ reading, step, seat }: Viewing) {
	return {
		harvest: await withCards(reading.db, await harvestedIn(reading, step.id)),
		...(mayFacilitate(seat) && { dropped: await droppedIn(reading.db, step.id) })
	};
}
