// The order in which people speak at the check-in.
import { shuffle } from '#domain/parts/cards/shuffle.ts';

interface Speaker {
	id: string;
	/** Null for residents and guests, who take turns as one party. */
	organisation: string | null;
}

/** The people of one organisation, in the order in which they will speak. */
interface Party {
	waiting: string[];
	spoken: number;
}

/**
 * A drawn order that goes round the organisations: nobody speaks after a colleague as long as that can be helped,
 * and who begins is drawn among organisations, not among people (K1).
 */
export function speakerOrder(people: Speaker[], random: () => number): string[] {
	const parties = [...Map.groupBy(shuffle(people, random), (person) => person.organisation).values()].map(
		(members): Party => ({ waiting: members.map(({ id }) => id), spoken: 0 })
	);
	const order: string[] = [];
	let last: Party | null = null;
	while (order.length < people.length) {
		const next: Party = draw(nextParties(parties, last), random);
		order.push(next.waiting.shift()!);
		next.spoken++;
		last = next;
	}
	return order;
}

const draw = <T>(items: T[], random: () => number): T => items[Math.floor(random() * items.length)]!;

/** Who may go on: of those after whom the rest can still be kept apart, the ones that spoke least. */
function nextParties(parties: Party[], last: Party | null): Party[] {
	const waiting = parties.filter((party) => party.waiting.length > 0);
	const others = waiting.filter((party) => party !== last);
	if (others.length === 0) return waiting;
	const apart = others.filter((party) => canBeKeptApart(waiting, party));
	if (apart.length > 0) return least(apart, (party) => party.spoken);
	return least(others, (party) => -party.waiting.length);
}

/** Whether, with `next` speaking now, everybody after can have neighbours from elsewhere. */
function canBeKeptApart(waiting: Party[], next: Party): boolean {
	const rest = waiting.reduce((sum, party) => sum + party.waiting.length, 0) - 1;
	return waiting.every((party) =>
		party === next ? 2 * (party.waiting.length - 1) <= rest : 2 * party.waiting.length - 1 <= rest
	);
}

function least<T>(items: T[], measure: (item: T) => number): T[] {
	const lowest = Math.min(...items.map(measure));
	return items.filter((item) => measure(item) === lowest);
}

/** The same circle, begun `by` places further, or earlier when it is negative. */
export function rotate(order: readonly string[], by: number): string[] {
	if (order.length === 0) return [];
	const from = ((by % order.length) + order.length) % order.length;
	return [...order.slice(from), ...order.slice(0, from)];
}

/** Who comes in during the round speaks at its end; nobody loses a place (K3). */
export function lateInRound(order: readonly string[], newcomers: readonly string[]): string[] {
	return [...new Set([...order, ...newcomers])];
}
