import * as v from 'valibot';
import { harvestMost } from '#domain/bounds.ts';
import { checkAmbitionName, decideAmbition } from '#domain/kinds/choose/choosing.ts';
import { changed, stepAct, unchanged, type AtStep } from '#server/acts/act.ts';
import { append } from '#server/acts/audit.ts';
import { editing } from '#server/acts/editing.ts';
import { isFull } from '#server/acts/full.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { createReading, type Reading } from '#server/journey/reading.ts';
import { insertHarvest } from '#server/parts/harvest/insert.ts';
import { replaceText } from '#server/parts/harvest/texts.ts';
import { ambitionForm, stopping, type Wanted } from './ambition-form.ts';
import { whileChoosing } from './choosing.ts';
import { relink, relinking } from './lineage.ts';
import { choiceIn, holderOf, stepsWritingOut } from './rows.ts';

// At most six ambitions, from the solutions that the table chooses (Z8–Z14). Steps that write them out follow.

const makeAmbition = stepAct({
	name: 'make-ambition',
	who: 'facilitators',
	input: ambitionForm,
	async run(tx, at, { id, name, solutions, stops }) {
		const checked = checkAmbitionName(name);
		if (!checked.ok) return refused(checked.reason, 'name');
		const holder = await holderOf(tx, at.journey, id);
		if (holder) return holder === 'ambition' ? unchanged() : refused('form-malformed', 'id');
		const reading = createReading(tx, at.journey, at.now);
		const decision = decideAmbition(await choiceIn(reading, at.step), { id, solutions, stops });
		if (!decision.ok) return refused(decision.reason);
		const links = await relinking(reading, id, solutions);
		await stop(tx, at, stops);
		if (await isFull(tx, 'harvest.step_id', at.step.id, harvestMost)) return refused('too-many', 'name');
		await insertHarvest(tx, at, { id, kind: 'ambition', texts: { name: checked.text } });
		await relink(tx, id, links, at.now);
		return changed({ audit: { subject: id }, project: await stepsWritingOut(tx, at.journey) });
	}
});

const changeAmbition = stepAct({
	name: 'change-ambition',
	who: 'facilitators',
	input: ambitionForm,
	/** Its name and its solutions, as they shall be, what was touched of them (F8). */
	async run(tx, at, given) {
		const { id } = given;
		const reading = createReading(tx, at.journey, at.now);
		const choice = await choiceIn(reading, at.step);
		const before = choice.ambitions.find((ambition) => ambition.id === id);
		if (!before) return refused('ambition-gone');
		const edit = await merged(tx, at, given, before, choice.solutions);
		if (!edit.ok) return edit;
		const { name, solutions } = edit;
		const checked = checkAmbitionName(name);
		if (!checked.ok) return refused(checked.reason, 'name');
		const decision = decideAmbition(choice, { id, solutions, stops: null });
		if (!decision.ok) return refused(decision.reason);
		const isRenamed = before.name !== checked.text;
		if (!isRenamed && sameSet(before.solutions, solutions)) return unchanged();
		const links = await relinking(reading, id, solutions);
		const write = isRenamed ? await rename(tx, at, reading, id, checked.text) : undefined;
		await relink(tx, id, links, at.now);
		return changed({ audit: { subject: id }, ...(write && { write }) });
	}
});

const dropAmbition = stepAct({
	name: 'drop-ambition',
	who: 'facilitators',
	when: whileChoosing,
	input: v.object({ id: v.string() }),
	/** Lets go of it; row, texts and links stay (Z13). Its solutions are undecided again. */
	async run(tx, { journey, step, now }, { id }) {
		if ((await holderOf(tx, journey, id)) !== 'ambition') return refused('ambition-gone');
		const { ambitions } = await choiceIn(createReading(tx, journey, now), step);
		if (!ambitions.some((ambition) => ambition.id === id)) return unchanged();
		await setDropped(tx, id, now);
		return changed({ audit: { subject: id } });
	}
});

const takeUpAmbition = stepAct({
	name: 'take-up-ambition',
	who: 'facilitators',
	input: v.object({ id: v.string(), stops: stopping }),
	/** The counter-act. */
	async run(tx, at, { id, stops }) {
		const reading = createReading(tx, at.journey, at.now);
		const choice = await choiceIn(reading, at.step);
		if (choice.ambitions.some((ambition) => ambition.id === id)) return unchanged();
		if ((await holderOf(tx, at.journey, id)) !== 'ambition') return refused('ambition-gone');
		const links = (await reading.links()).get(id) ?? [];
		const solutions = links.filter((to) => choice.solutions.includes(to));
		const decision = decideAmbition(choice, { id, solutions, stops });
		if (!decision.ok) return refused(decision.reason);
		await stop(tx, at, stops);
		await setDropped(tx, id, null);
		return changed({ audit: { subject: id }, project: await stepsWritingOut(tx, at.journey) });
	}
});

export const ambitionActs = { makeAmbition, changeAmbition, dropAmbition, takeUpAmbition };

/** Each tick is a field of its own: two who tick other solutions hinder each other in nothing. */
async function merged(
	tx: Query,
	at: AtStep,
	{ id, name, solutions, was = {} }: Wanted,
	before: { name: string; solutions: readonly string[] },
	all: readonly string[]
): Promise<Outcome<Pick<Wanted, 'name' | 'solutions'>>> {
	const tick = (solution: string) => `solution-${solution}`;
	const ticks = (chosen: readonly string[], of: readonly string[]) =>
		Object.fromEntries(of.map((each) => [tick(each), chosen.includes(each) ? 'on' : '']));
	const shown = 'name' in was ? all.filter((each) => tick(each) in was) : all;
	const given = { name, ...ticks(solutions, shown), was };
	const stands = { name: before.name, ...ticks(before.solutions, all) };
	const edit = await editing(tx, at, given, stands, { subject: id, acts: ['change-ambition'] });
	if (!edit.ok) return edit;
	const fields: Partial<Record<string, unknown>> = edit.fields;
	const unknown = solutions.filter((each) => !all.includes(each));
	const chosen = all.filter((each) => fields[tick(each)] === 'on');
	return { ok: true, name: edit.fields.name, solutions: [...chosen, ...unknown] };
}

/** The one that gives up its place (Z8): a line of its own in the audit, for it is part of another act. */
async function stop(tx: Query, { journey, seat, now }: AtStep, id: string | null): Promise<void> {
	if (id === null) return;
	await setDropped(tx, id, now);
	await append(tx, { journey, at: now, act: dropAmbition.name, subject: id, by: seat });
}

async function setDropped(tx: Query, id: string, at: number | null): Promise<void> {
	await tx.updateTable('harvest').set({ dropped_at: at }).where('id', '=', id).execute();
}

/** In its row. Returns what brings the name to the boards where the ambition is being written out already. */
async function rename(
	tx: Query,
	{ context, journey }: AtStep,
	reading: Reading,
	id: string,
	name: string
): Promise<() => Promise<void>> {
	const { texts } = (await reading.harvest(['ambition'])).find((ambition) => ambition.id === id)!;
	await tx
		.updateTable('harvest')
		.set({ name, texts: JSON.stringify({ ...texts, name }) })
		.where('id', '=', id)
		.execute();
	const steps = await stepsWritingOut(tx, journey);
	return async () => {
		for (const step of steps) await replaceText(context, step, `${id}.name`, name);
	};
}

const sameSet = (a: readonly string[], b: readonly string[]) =>
	a.length === b.length && a.every((each) => b.includes(each));
