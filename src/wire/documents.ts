// A document on the socket server has a name, `<kind>/<id>/…`; the shape of each kind stands beside the function that
// makes its name. Who gets a document can read all of it, awareness too, so what somebody may not see is in another.

/** As the server and devices make them. */
const id = '([a-z0-9]{10,32})';

/** The ids of which `nameOf` made this name, or null for a name that it does not make. */
export function idsIn<Ids extends string[]>(nameOf: (...ids: Ids) => string, name: string): Ids | null {
	const pattern = nameOf(...(Array.from({ length: nameOf.length }, () => id) as Ids));
	return (new RegExp(`^${pattern}$`).exec(name)?.slice(1) as Ids | undefined) ?? null;
}
