import * as v from 'valibot';
import { mayFacilitate } from '#domain/journey/access.ts';
import { showsBoard, stageOf } from '#domain/kinds/kinds.ts';
import type { BoardView } from '#wire/parts/board/board.ts';
import { stepFacts } from './facts.ts';
import { stepOnSheet } from './step-rows.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { SeatOf } from './seats.ts';
import { boardOf } from '#server/parts/board/board.ts';
import { isEmbargoedIn } from './embargo.ts';

/** A step as one person sees it, and what that person does there. */
export function openSteps(context: Context) {
	const { db, now } = context;

	/** Nothing of this step is served to this person now (U5). */
	const isEmbargoedFor = async (seat: SeatOf | null, journey: string, kind: string) =>
		!mayFacilitate(seat) && (await isEmbargoedIn(db, journey, kind));

	return {
		/** Why `view` gives nothing: the step is embargoed for this person now, or there is none. */
		async hidden(journey: string, id: string): Promise<'embargoed' | 'step-unknown'> {
			return (await stepOnSheet(db, journey, id)) ? 'embargoed' : 'step-unknown';
		},

		/**
		 * For `load`: facts of the step, one's own part, and the board where it may be seen. Null: no such step here, or
		 * none for this person now (`hidden` says which).
		 */
		async view(seat: SeatOf, journey: string, id: string) {
			const step = await stepOnSheet(db, journey, id);
			const kind = step && context.kinds.get(step.kind);
			if (!step || !kind || (await isEmbargoedFor(seat, journey, step.kind))) return null;
			const ready = await db
				.selectFrom('ready')
				.select('at')
				.where('step_id', '=', step.id)
				.where('stage', '=', step.stage)
				.where('participant_id', '=', seat.participant)
				.executeTakeFirst();
			return {
				step: await stepFacts(db, step, context),
				mine: { ready: ready !== undefined, ...(await kind.mine({ context, step, seat, now: now() })) },
				board: await this.board(journey, id, seat)
			};
		},

		/** The board of a step while its stage shows it, or null (A2, U5); without a seat, as the beamer sees it. */
		async board(journey: string, id: string, seat: SeatOf | null = null): Promise<BoardView | null> {
			const step = await stepOnSheet(db, journey, id);
			if (!step || !showsBoard(stageOf(step.kind, step.stage).opens)) return null;
			return (await isEmbargoedFor(seat, journey, step.kind)) ? null : boardOf(context, step.id);
		},

		/**
		 * One act of one person in a step: a form post, whose fields are checked by the act's own schema.
		 * Reasons: removed, step-unknown, embargoed, act-unknown, not-a-facilitator, form-malformed, and those of the act.
		 */
		async act(seat: SeatOf, journey: string, id: string, fields: Record<string, string>): Promise<Outcome> {
			if (seat.removedAt !== null) return refused('removed');
			const step = await stepOnSheet(db, journey, id);
			const kind = step && context.kinds.get(step.kind);
			if (!step || !kind) return refused('step-unknown');
			if (await isEmbargoedFor(seat, journey, step.kind)) return refused('embargoed');
			const { act: name = '', ...rest } = fields;
			const act = Object.hasOwn(kind.acts, name) ? kind.acts[name] : undefined;
			if (!act) return refused('act-unknown');
			if (act.who === 'facilitator' && !mayFacilitate(seat)) return refused('not-a-facilitator');
			const parsed = v.safeParse(act.input, rest);
			if (!parsed.success) return refused('form-malformed', String(parsed.issues[0]?.path?.[0]?.key ?? ''));
			const outcome = await act.run({ context, step, seat, now: now() }, parsed.output);
			if (outcome.ok && !act.asks) context.announce(journey);
			return outcome;
		}
	};
}

export type Steps = ReturnType<typeof openSteps>;
