// A sync server in a process of its own, to be killed. FILE PORT; it opens them when it hears 'go', so that the wait
// for a new one is not the wait for Node. Room for it to do all that it does when it is in use for hours: compact,
// unload, load again.
import { OpenApp, openServer } from './open-server.ts';

const [file, port] = process.argv.slice(2) as [string, string];
process.once('disconnect', () => process.exit());
process.once('message', async () => {
	const { log } = await openServer({
		file,
		app: new OpenApp(),
		port: Number(port),
		limits: { compactRows: 60, compactRowsOnUnload: 5, idleMs: 20 }
	});
	process.send!('up');
	setInterval(() => {
		for (const { what, document, error } of log.splice(0))
			process.send!(`${what} ${document}: ${String(error)}`);
	}, 20);
});
