import { skippedBy } from '#domain/journey/next-act.ts';
import { readiness } from '#domain/journey/readiness.ts';
import { neighbour, stageOf } from '#domain/kinds/kinds.ts';
import { askSure, type Ask } from '#lib/console/ask.ts';
import { skipWords } from '#lib/console/next-words.ts';
import { endsWithNothing, stageName } from '#lib/journey/stage-name.ts';
import { m } from '#lib/paraglide/messages.js';
import { inWordsFirst } from '#lib/ui/in-words.ts';
import type { Facts, StepFacts } from '#wire/journey/facts.ts';

// What the console asks before the room goes on.

/** Cards that lie in no group count while groups are made; elsewhere nobody is asked about them. */
export interface Going {
	step: StepFacts;
	facts: Facts;
	loose: number;
}

/** A stage as somewhere to go. */
export const wayTo = (stage: string, kind: string): string =>
	stage === 'harvested' && !endsWithNothing(kind, stage) ? m.console_harvest() : stageName(stage, kind);

/** Before the next stage: who is busy (P3), what is skipped (P15), what will be seen. Null: nothing to ask. */
export function askNextStage(going: Going): Ask | null {
	const skipped = skippedIn(going);
	return waits(going) || skipped.length > 0 ? questionOf(going, skipped) : null;
}

/** The same, for the server has the last word on who is ready. */
export const askNotReady = (going: Going): Ask => questionOf(going, skippedIn(going));

/** Before the room leaves the step: only what is skipped. */
export function askLeave(going: Going): Ask | null {
	const skipped = skippedIn(going);
	return skipped.length > 0 ? askSure(skipped.join(' ')) : null;
}

function questionOf(going: Going, skipped: string[]): Ask {
	const { step } = going;
	const busy = waits(going) ? [stillBusy(going)] : [];
	const said = skipped.length + busy.length > 0 ? [...busy, ...skipped] : [stillBusy(going)];
	const reveals = stageOf(step.kind, step.stage).opens === 'cards' && neighbour(step.kind, step.stage, 1);
	if (!reveals) return askSure(said.join(' '));
	return {
		title: m.console_reveal_ask(),
		text: [...said, m.console_reveal_text()].join(' '),
		confirm: m.console_reveal_do(),
		cancel: m.console_wait()
	};
}

const skippedIn = ({ step, facts, loose }: Going): string[] =>
	skippedBy(step, { people: facts.people, loose }).map(skipWords);

const countsOf = ({ facts }: Going) => facts.step?.ready ?? readiness(facts.organisations);

function waits(going: Going): boolean {
	const { ready, of } = countsOf(going);
	return stageOf(going.step.kind, going.step.stage).readiness && ready < of;
}

function stillBusy(going: Going): string {
	const { step, facts } = going;
	const inFull = (count: number) => ({ count, words: inWordsFirst(count) });
	if (step.writing > 0) return m.console_sure_writing(inFull(step.writing));
	const counts = countsOf(going);
	const busy = facts.step?.ready
		? counts.of - counts.ready
		: facts.organisations.reduce((sum, o) => sum + o.people - o.readyPeople, 0);
	return m.console_sure_busy(inFull(busy));
}
