import { cardFields, faultsOf, type CardField, type Fault } from '#domain/kinds/ambitions/ambition.ts';
import { harvestFields } from '#domain/parts/harvest/harvest.ts';
import type { Board } from '#lib/connection/board.svelte.ts';
import type { AmbitionState, AmbitionsState } from '#wire/kinds/ambitions/state.ts';
import type { StepFacts } from '#wire/journey/facts.ts';

/** An ambition card as it is on this screen: what is typed now counts, before the server has written it down. */
export interface LiveCard extends AmbitionState {
	texts: Record<string, string>;
	done: number;
	of: number;
}

/** Throws on a step of another kind: it asked for the wrong part. */
export function ambitionsState(step: StepFacts): AmbitionsState {
	if (step.state?.part !== 'ambitions') throw new Error(`no ambition cards in a step of kind ${step.kind}`);
	return step.state;
}

/** `organisations`: how many sit at the table; `kept`: the texts as load has them, shown until the live ones are there. */
export function liveCard(
	card: AmbitionState,
	linkable: AmbitionsState['linkable'],
	{ board, organisations }: { board: Board; organisations: number },
	kept: Record<string, string> = {}
): LiveCard {
	const texts = Object.fromEntries(
		harvestFields.ambition.map((field) => [
			field,
			board.text(`${card.id}.${field}`)?.current ?? kept[field] ?? ''
		])
	);
	const values = card.links.filter((id) => linkable.some((to) => to.id === id && to.kind === 'value')).length;
	const faults: { field: CardField; fault: Fault }[] = faultsOf({
		...{ texts, details: card.details, values, organisations }
	});
	const name = texts.name || card.name;
	return { ...card, name, texts, faults, done: cardFields.length - faults.length, of: cardFields.length };
}
