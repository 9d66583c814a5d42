import { readFileSync } from 'node:fs';

// What a process of Linux has used, from /proc.

/** User and system time so far, s; counted in hundredths. */
export function cpuSeconds(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Memory now, or at most so far, MB. */
export function megabytes(pid: number, what: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
	const line = readFileSync(`/proc/${pid}/status`, 'utf8')
		.split('\n')
		.find((l) => l.startsWith(what))!;
	return Math.round(Number(/\d+/.exec(line)![0]) / 1024);
}
