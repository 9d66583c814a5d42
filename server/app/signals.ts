import type { Logger } from 'pino';

/** A stop that takes longer than this is cut off: what was acknowledged is on disk already, ms. */
const stopDeadline = 20_000;
/** `npm start` passes on a signal that the terminal or systemd sends to both: so soon after the first it is the same, ms. */
const echo = 500;

interface Stopping {
	app: { log: Logger };
	/** Answers whether everything was written down and closed. */
	stop: () => Promise<boolean>;
}

/** Stops on SIGTERM and SIGINT, within the deadline, whatever happens; at a second signal at once. */
export function stopOnSignal(running: Stopping): void {
	let since: number | null = null;
	const stop = () => {
		if (since !== null && performance.now() - since > echo) cutOff();
		if (since !== null) return;
		since = performance.now();
		setTimeout(cutOff, stopDeadline).unref();
		running.stop().then(
			(isClean) => (isClean ? process.exit(0) : cutOff()),
			(error: unknown) => {
				running.app.log.error(error, 'could not stop cleanly');
				cutOff();
			}
		);
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
}

/** Not `exit`: that waits for the thread that writes, and one that hangs in a broken disk never ends. */
function cutOff(): void {
	process.kill(process.pid, 'SIGKILL');
}
