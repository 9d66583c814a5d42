import * as Y from 'yjs';
import type { Fresh } from './fresh.ts';
import type { Struct } from './update.ts';

interface Queue {
	structs: Struct[];
	next: number;
	/** How far this client's structs are in the order. */
	reached: number;
	/** Queues that can go on when this one has come so far. */
	blocked: { queue: Queue; until: number }[];
}

/** An order in which each struct finds what it builds on; null when there is none. */
export function orderByDependencies(doc: Y.Doc, fresh: Fresh['byClient']): Struct[] | null {
	const order: Struct[] = [];
	const queues = new Map<number, Queue>();
	for (const [client, structs] of fresh)
		queues.set(client, { structs, next: 0, reached: Y.getState(doc.store, client), blocked: [] });
	const reached = ({ client }: Y.ID) => queues.get(client)?.reached ?? Y.getState(doc.store, client);
	const going = [...queues.values()];
	for (let queue = going.pop(); queue; queue = going.pop()) {
		for (; queue.next < queue.structs.length; queue.next++) {
			const struct = queue.structs[queue.next]!;
			const missing = dependenciesOf(struct).find((id) => id.clock >= reached(id));
			if (missing) {
				queues.get(missing.client)?.blocked.push({ queue, until: missing.clock });
				break;
			}
			queue.reached = struct.id.clock + struct.length;
			order.push(struct);
		}
		const { reached: now, blocked } = queue;
		queue.blocked = blocked.filter(({ until }) => until >= now);
		for (const { queue: other, until } of blocked) if (until < now) going.push(other);
	}
	return [...queues.values()].every((queue) => queue.next === queue.structs.length) ? order : null;
}

function dependenciesOf(struct: Struct): Y.ID[] {
	if (!(struct instanceof Y.Item)) return [];
	return [struct.origin, struct.rightOrigin, struct.parent].filter((id) => id instanceof Y.ID);
}
