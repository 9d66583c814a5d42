// One run of one case against one server, in a process of its own on the core for the load.
import { workloads } from './workloads.ts';
import type { ServerName } from './dialects.ts';
import type { Result } from './workload.ts';

const [workload, name, server, seconds, quick] = process.argv.slice(2);
const found = workloads.find((one) => one.name === workload)!.cases.find((one) => one.name === name)!;
// Leaving takes the server with it.
process.on('SIGTERM', () => process.exit(1));
process.on('disconnect', () => process.exit(1));
process.send!(await attempt());
process.exit(0);

async function attempt(): Promise<Result> {
	try {
		return await found.run(server as ServerName, { seconds: Number(seconds), quick: quick === 'quick' });
	} catch (error) {
		return { figures: {}, notes: [], error: error instanceof Error ? error.message : String(error) };
	}
}
