import { turnOf } from '#domain/parts/consent/phases.ts';
import type { ConsentState, SubjectState } from '#wire/parts/consent/state.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { TalkCard } from '#wire/kinds/hard-talk/state.ts';
import type { Answered } from '#server/rehearsal/answer.ts';
import { doAll, doInTurn, type Deed } from '#server/rehearsal/play.ts';
import { plays } from '#server/rehearsal/plays.ts';
import { consentIn } from '#server/parts/consent/play.ts';
import type { Somebody } from '#server/rehearsal/somebody.ts';
import type { Cast } from '#server/rehearsal/cast.ts';
import { wilgenmeer, type Voice, type Wilgenmeer } from './wilgenmeer.ts';

type HardCard = Wilgenmeer['hardCards'][number];

/** The facilitator of the demo, who leads the table through the journey with the buttons of the console. */
export class Playing {
	readonly lead: Somebody;
	readonly cast: Cast;
	/** By kind. */
	readonly steps: ReadonlyMap<string, { id: string; meeting: string }>;
	/** Of the meeting that is open. */
	code = '';

	/** Resolves when what was done on a board is in the rows, which gates read. */
	readonly #persisted: () => Promise<void>;

	constructor(lead: Somebody, cast: Cast, steps: Playing['steps'], persisted: () => Promise<void>) {
		this.lead = lead;
		this.cast = cast;
		this.steps = steps;
		this.#persisted = persisted;
	}

	/** The step where the room is. */
	async step(): Promise<StepFacts> {
		const step = (await this.lead.facts())?.step;
		if (!step) throw new Error('the room is at no step');
		return step;
	}

	async direct(name: string, fields: Record<string, string> = {}): Promise<Answered & { ok: true }> {
		return must(name, await this.lead.direct(name, fields));
	}

	/** An act of the facilitator in the step. */
	async act(fields: Record<string, string> & { act: string }): Promise<void> {
		must(fields.act, await this.lead.direct('act', { step: (await this.step()).id, ...fields }));
	}

	/** To the step of this kind. If that is in another meeting, this one is closed and that one opened. */
	async goTo(kind: string): Promise<void> {
		const { id, meeting } = this.steps.get(kind)!;
		const here = (await this.lead.facts())?.meeting;
		if (here?.id !== meeting) {
			if (here) await this.edit('close', { meeting: here.id });
			const { code } = await this.edit('open', { meeting });
			this.code = String(code);
		}
		await this.direct('goTo', { step: id });
	}

	/** A change on the page where a journey is set up. */
	async edit(name: string, fields: Record<string, string>): Promise<Answered & { ok: true }> {
		return must(name, await this.lead.post(`/traject/${this.lead.journey}/inrichten?/${name}`, fields));
	}

	/** One stage on. */
	async next(): Promise<void> {
		await this.#persisted();
		const { id, stage } = await this.step();
		await this.direct('move', { step: id, from: stage, by: '1', sure: 'yes' });
	}

	/** Everybody does what there is to do in the stage where the room is, or a part of it. */
	async everybody(some: (deeds: Deed[]) => Deed[] = (deeds) => deeds): Promise<void> {
		await doAll(some(await this.#deeds()));
	}

	/** The same, one after the other: what they make then stands in the order of the story. */
	async inTurn(): Promise<void> {
		await doInTurn(await this.#deeds());
	}

	async #deeds(): Promise<Deed[]> {
		const step = await this.step();
		return (await plays.get(step.kind)?.stages[step.stage]?.({ cast: this.cast, step, waits: true })) ?? [];
	}

	/** Tables of mixed organisations, and a card for each. */
	async sitInFours(): Promise<void> {
		await this.direct('drawTables', { step: (await this.step()).id, drawn: '' });
		const { tables, state } = await this.step();
		const cards = state?.part === 'ambitions' ? state.cards : [];
		for (const [index, { id }] of cards.entries()) {
			const table = String((index % (tables?.length ?? 1)) + 1);
			await this.act({ act: 'giveToTable', ambition: id, table });
		}
	}

	/** Id of who has the word in the check-in; '' for nobody. */
	async speaker(): Promise<string> {
		const { state } = await this.step();
		return (state?.part === 'check-in' && state.speaker?.id) || '';
	}

	async nextSpeaker(): Promise<void> {
		await this.act({ act: 'nextSpeaker', after: await this.speaker() });
	}

	/** The groups of these keys become what the step harvests, in this order. */
	async harvest(groups: readonly { key: string }[]): Promise<void> {
		for (const { key } of groups)
			await this.act({ act: 'harvestGroup', group: this.cast.idOf(`${key}group`) });
	}

	/** Questions are asked and answered, everybody reacts, and then standpoints are asked. */
	async toStandpoints(): Promise<void> {
		await this.everybody();
		for (const { id } of (await this.#consent()).questions)
			await this.act({ act: 'answerQuestion', question: id, answer: 'Iedereen krijgt één vast gezicht.' });
		await this.act({ act: 'goToPhase', from: 'questions', to: 'reactions' });
		while (turnOf((await this.#consent()).reactions) !== null) await this.everybody();
		await this.act({ act: 'goToPhase', from: 'reactions', to: 'standpoint' });
	}

	async #consent(): Promise<ConsentState> {
		return consentIn({ cast: this.cast, step: await this.step() })!;
	}

	/** What organisations answered until now is shown, where some still wait. */
	async show(): Promise<void> {
		const step = await this.step();
		for (const { id, version, shown } of consentIn({ cast: this.cast, step })?.subjects ?? [])
			if (!shown) await this.act({ act: 'showStandpoints', subject: id, version });
	}

	/** What was objected to or worried about is answered as the story has it. */
	async integrate(voices: (subject: SubjectState) => readonly Voice[]): Promise<void> {
		const step = await this.step();
		for (const subject of consentIn({ cast: this.cast, step })?.subjects ?? [])
			for (const { id, organisation, stands, integration } of subject.voiced) {
				const of = this.cast.keyOf(organisation);
				const voice = voices(subject).find((v) => v.organisation === of && v.answer !== undefined);
				if (!stands || integration || !voice) continue;
				await this.act({ act: 'integrate', stance: id, method: voice.method!, words: voice.answer! });
			}
	}

	/** Of each card that the story talks about, or some of them, what was agreed. */
	async talk(some: (stories: HardCard[]) => HardCard[] = (stories) => stories): Promise<void> {
		for (const story of some(wilgenmeer.hardCards.filter(({ agreement }) => agreement !== undefined)))
			await this.#talkAbout(story);
	}

	async #talkAbout({ text, agreement }: HardCard): Promise<void> {
		const card = (await this.#talks()).find((known) => known.text === text)!;
		if (card.state === 'discussed') return;
		await this.act({ act: 'beginTalk', card: card.id });
		const { talk } = (await this.#talks()).find(({ id }) => id === card.id)!;
		await this.act({ act: 'endTalk', talk: talk!, agreement: agreement!, openPoint: '', nextDate: '' });
	}

	/** The next talk is in its second turn. */
	async beginTalk(): Promise<void> {
		const texts = wilgenmeer.hardCards.flatMap(({ text, agreement }) => (agreement ? [text] : []));
		const card = (await this.#talks()).find(({ text, state }) => state === 'none' && texts.includes(text))!;
		await this.act({ act: 'beginTalk', card: card.id });
		const { talk } = (await this.#talks()).find(({ id }) => id === card.id)!;
		await this.act({ act: 'nextTurn', talk: talk!, from: '1' });
	}

	/** What was not talked about is left open, until a month from now. */
	async leaveOpen(): Promise<void> {
		const nextDate = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
		for (const { id, state } of await this.#talks())
			if (state === 'none') await this.act({ act: 'leaveOpen', card: id, nextDate });
	}

	async #talks(): Promise<TalkCard[]> {
		const { state } = await this.step();
		return state?.part === 'talk' ? state.cards : [];
	}

	/** Six ambitions of the solutions that fed them; the other solutions are "niet nu". */
	async choose(): Promise<void> {
		const { state } = await this.step();
		const solutions = state?.part === 'choose' ? state.solutions : [];
		const idOf = (text: string) => solutions.find(({ name }) => name === text)!.id;
		for (const { key, name } of wilgenmeer.ambitions) {
			const fed = wilgenmeer.ideas.filter(({ ambitions }) => ambitions.includes(key));
			const ids = fed.map(({ text }) => idOf(text)).join(',');
			await this.act({ act: 'makeAmbition', id: this.cast.idOf(key), name, stops: '', solutions: ids });
		}
		for (const { text, notNow } of wilgenmeer.ideas)
			if (notNow) await this.act({ act: 'notNow', solution: idOf(text), reason: notNow });
	}

	/** The texts that objections were integrated in. */
	async amendAmbitions(): Promise<void> {
		for (const { key, text, firstText } of wilgenmeer.ambitions)
			if (firstText) await this.act({ act: 'amend', harvest: this.cast.idOf(key), field: 'text', text });
	}
}

/** A refusal here is a bug: the demo plays by the rules. */
export function must(what: string, answer: Answered): Answered & { ok: true } {
	if (!answer.ok) throw new Error(`the demo was refused at ${what}: ${answer.reason}`);
	return answer;
}
