import type { Query } from '#server/db/open.ts';
import type { Reading } from '#server/journey/reading.ts';

/** What an ambition comes to rest on, and what no more. */
interface Relinking {
	links: readonly string[];
	away: readonly string[];
}

/**
 * Its solutions, and through them their themes and tensions (Z10). What somebody linked by hand stays, unless it came
 * with a solution that goes.
 */
export async function relinking(reading: Reading, id: string, wanted: readonly string[]): Promise<Relinking> {
	const links = await reading.links();
	const solutions = new Set((await reading.harvest(['solution'])).map((solution) => solution.id));
	const withBelow = (of: readonly string[]) => of.flatMap((each) => [each, ...(links.get(each) ?? [])]);
	const had = (links.get(id) ?? []).filter((to) => solutions.has(to));
	const stay = new Set(withBelow(wanted));
	return {
		links: [...new Set(withBelow(wanted.filter((to) => !had.includes(to))))],
		away: withBelow(had.filter((to) => !wanted.includes(to))).filter((to) => !stay.has(to))
	};
}

export async function relink(tx: Query, id: string, { links, away }: Relinking, now: number): Promise<void> {
	if (away.length)
		await tx.deleteFrom('harvest_link').where('from_id', '=', id).where('to_id', 'in', away).execute();
	if (links.length)
		await tx
			.insertInto('harvest_link')
			.values(links.map((to) => ({ from_id: id, to_id: to, at: now })))
			.onConflict((oc) => oc.doNothing())
			.execute();
}
