import type { StepFacts } from '#wire/journey/facts.ts';
import type { Answered } from './answer.ts';
import type { Cast, Player } from './cast.ts';

/** Where the people of Wilgenmeer are: a step, as its facts are now. */
export interface Scene {
	cast: Cast;
	step: StepFacts;
	/** Who has nothing to object lets the others answer first, as the story tells it. */
	waits?: true;
}

/** One thing that one person does. */
export interface Deed {
	/** A deed with this key is done once in a stage, also when the stage comes back. */
	key: string;
	by: Player;
	do: () => Promise<Answered | void>;
}

/** How the people of Wilgenmeer play one kind of step: by stage, what there is for them to do now, in order. */
export interface Play {
	kind: string;
	stages: Partial<Record<string, (scene: Scene) => Deed[] | Promise<Deed[]>>>;
}

/** An act of one person in the step. */
export const acting = (
	{ step }: Scene,
	by: Player,
	key: string,
	fields: Record<string, string> & { act: string }
): Deed => ({ key, by, do: () => by.somebody.act(step.id, fields) });

/** One deed after the other, where their order stays to be seen. Throws at a refusal. */
export async function doInTurn(deeds: readonly Deed[]): Promise<void> {
	for (const deed of deeds) await doOne(deed);
}

async function doOne(deed: Deed): Promise<void> {
	const answer = await deed.do();
	if (answer && !answer.ok) throw new Error(`${deed.key} by ${deed.by.key} was refused: ${answer.reason}`);
}

/** Deeds of different people side by side, those of one person one after the other. Throws at a refusal. */
export async function doAll(deeds: readonly Deed[]): Promise<void> {
	const people = new Set(deeds.map(({ by }) => by));
	await Promise.all([...people].map((person) => doInTurn(deeds.filter(({ by }) => by === person))));
}
