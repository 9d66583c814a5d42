import { Worker } from 'node:worker_threads';

// Preloaded into the program (`--import`), with in STUCK the name of a pipe that nobody writes to. From SIGUSR2 on its
// disk is gone: the thread that writes never answers, and there is a thread that hangs in a read and can't be ended.
process.on('SIGUSR2', () => {
	new Worker(`require('node:fs').readFileSync(${JSON.stringify(process.env.STUCK)})`, { eval: true });
	Worker.prototype.postMessage = () => {};
});
