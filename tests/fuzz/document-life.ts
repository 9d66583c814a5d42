import { inRounds, type Fuzzer } from './fuzzer.ts';
import { Simulation } from './document-life/simulation.ts';
import { scheduleBy, type Schedule, type Timed } from './document-life/steps.ts';

/**
 * Documents, without sockets: who comes and goes, what they and the server write, when the store is done or fails, and
 * when time passes, are all decided by the seed. What must hold is in `Simulation`. A schedule that fails is told
 * again in as few steps as still fail.
 */
export const documentLife: Fuzzer = {
	name: 'document-life',
	unit: 'schedules',
	short: 3000,
	long: 10_000,
	run: inRounds(async (dice) => {
		const schedule = scheduleBy(dice);
		const fault = await faultOf(schedule);
		if (fault !== null) throw new Error(await inFewWords(schedule));
	})
};

/** Plays it, and throws at the first thing that is not as it must be. */
export const play = ({ setup, steps }: Schedule) => new Simulation(setup).play(steps);

async function faultOf(schedule: Schedule): Promise<string | null> {
	try {
		await play(schedule);
		return null;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

/** As long as leaving out steps helps: first half of them at once, in the end one by one. */
async function shrink(schedule: Schedule): Promise<Schedule> {
	let { steps } = schedule;
	const fails = async (fewer: Timed[]) => (await faultOf({ ...schedule, steps: fewer })) !== null;
	for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let i = 0; i < steps.length;) {
			const fewer = [...steps.slice(0, i), ...steps.slice(i + size)];
			if (await fails(fewer)) steps = fewer;
			else i += size;
		}
	}
	for (let i = 0; i < steps.length; i++) {
		const calmer = steps.with(i, { ...steps[i]!, ticks: undefined });
		if (await fails(calmer)) steps = calmer;
	}
	return { ...schedule, steps };
}

async function inFewWords(schedule: Schedule): Promise<string> {
	const least = await shrink(schedule);
	const lines = least.steps.map((step) => `\t${JSON.stringify(step)},`);
	return `${await faultOf(least)}\nsetup: ${JSON.stringify(least.setup)}\nsteps: [\n${lines.join('\n')}\n]`;
}
