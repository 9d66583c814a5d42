/** R1: somebody is there, and everybody who is there is ready. */
export function organisationReady(people: { ready: boolean }[]): boolean {
	return people.length > 0 && people.every((person) => person.ready);
}

/** R2: "5 van 6 organisaties klaar"; an organisation of which nobody is there is not waited for. */
export function readiness(organisations: { people: number; readyPeople: number }[]): {
	ready: number;
	of: number;
} {
	const present = organisations.filter((organisation) => organisation.people > 0);
	return {
		ready: present.filter((organisation) => organisation.readyPeople >= organisation.people).length,
		of: present.length
	};
}
