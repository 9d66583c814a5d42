import { readRoom } from '#wire/rooms.ts';
import { OwnRoom } from './own-room.ts';

/** A room that is not saved by then is tried again at the next visit, ms. */
const longest = 60_000;

/**
 * Sends what was written on this device in a step that the room has left by now, and never arrived. One after the
 * other; what belongs to somebody else who used this device is refused, and stays. Answers the stop function.
 */
export function sendUnsent(rooms: readonly string[]): () => void {
	let isWanted = true;
	let stop = () => {};
	const send = (name: string) =>
		new Promise<void>((resolve) => {
			const own = readRoom(name);
			if (own?.kind !== 'own') return resolve();
			const timer = setTimeout(() => stop(), longest);
			const changed = () => void ((room.isUnsaved && !room.ended) || stop());
			const room: OwnRoom = new OwnRoom({ step: own.step, participant: own.participant, changed });
			stop = () => {
				clearTimeout(timer);
				room.stop();
				resolve();
			};
			void room.start();
		});
	void (async () => {
		for (const room of rooms) if (isWanted) await send(room);
	})();
	return () => {
		isWanted = false;
		stop();
	};
}
