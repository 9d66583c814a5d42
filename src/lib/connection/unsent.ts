import { idsIn } from '#wire/documents.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { OwnRoom } from './own-room.ts';

/** What does not arrive within this is tried again later, ms. */
const longest = 20_000;

/**
 * Sends what was written on this device in a step that its person has left by now, and never arrived; one room after
 * the other. What belongs to somebody else who used this device is refused, stays, and is added to `refused`.
 */
export async function sendUnsent(
	rooms: readonly string[],
	refused: Set<string>,
	stopped: AbortSignal
): Promise<void> {
	for (const name of rooms) if (!stopped.aborted) await send(name, refused, stopped);
}

function send(name: string, refused: Set<string>, stopped: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const own = idsIn(ownDocument, name);
		if (!own) return resolve();
		const [step, participant] = own;
		const room: OwnRoom = new OwnRoom({ step, participant, changed: refresh });
		const timer = setTimeout(end, longest);
		stopped.addEventListener('abort', end);
		void room.start();

		function refresh(): void {
			if (room.ended) refused.add(name);
			if (room.ended || !room.isUnsaved) end();
		}
		function end(): void {
			clearTimeout(timer);
			stopped.removeEventListener('abort', end);
			room.stop();
			resolve();
		}
	});
}
