import { idsIn } from '#wire/documents.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { isEnded } from './connection-state.ts';
import { OwnDocument } from './own-document.ts';

/** What does not arrive within this is tried again later, ms. */
const longest = 20_000;

/**
 * Sends what was written on this device in a step that its person has left by now, and never arrived; one document
 * after the other. What belongs to somebody else who used this device is refused, stays, and is added to `refused`.
 */
export async function sendUnsent(
	names: readonly string[],
	refused: Set<string>,
	stopped: AbortSignal
): Promise<void> {
	for (const name of names) if (!stopped.aborted) await send(name, refused, stopped);
}

function send(name: string, refused: Set<string>, stopped: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const ids = idsIn(ownDocument, name);
		if (!ids) return resolve();
		const [step, participant] = ids;
		const own: OwnDocument = new OwnDocument({ step, participant, changed: refresh });
		const timer = setTimeout(end, longest);
		stopped.addEventListener('abort', end);
		void own.start();

		function refresh(): void {
			const isRefused = isEnded(own.connection);
			if (isRefused) refused.add(name);
			if (isRefused || !own.isUnsaved) end();
		}
		function end(): void {
			clearTimeout(timer);
			stopped.removeEventListener('abort', end);
			own.stop();
			resolve();
		}
	});
}
