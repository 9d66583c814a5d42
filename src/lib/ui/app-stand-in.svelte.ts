import type { ActionResult, SubmitFunction } from '@sveltejs/kit';

// What SvelteKit gives a page, in the tests beside components: nothing is on the net, and a test says what comes back.
// Used as `vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'))`, and so for the others.

interface Page {
	url: URL;
	data: Record<string, unknown>;
	form: unknown;
}

export const page = $state<Page>({ url: new URL('http://localhost/'), data: {}, form: null });
export const navigating = { to: null };

export type Fields = Record<string, string>;
/** What the server says to a post; it may keep somebody waiting. */
export type Say = (fields: Fields, action: string) => ActionResult | Promise<ActionResult>;

const done: ActionResult = { type: 'success', status: 200 };

/** What was posted, what was read again, and what the server says. */
export const server = { posts: [] as Fields[], read: [] as string[], say: (() => done) as Say };

/** A place on the site, as somebody comes there. */
export function comeTo({ at = '', data = {} }: { at?: string; data?: Record<string, unknown> } = {}): void {
	page.url = new URL(at, 'http://localhost/');
	page.data = data;
	page.form = null;
	server.posts = [];
	server.read = [];
	server.say = () => done;
}

/** As SvelteKit's: hands over what is in the form, posts it unless that is called off, then what the server said. */
export function enhance(form: HTMLFormElement, submit: SubmitFunction) {
	const send = async (event: SubmitEvent) => {
		event.preventDefault();
		const action = new URL(form.getAttribute('action') ?? '', page.url);
		const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
		const formData = new FormData(form, button);
		let isOff = false;
		const input = { action, formData, formElement: form, submitter: event.submitter };
		const cancel = () => (isOff = true);
		const answered = submit({ ...input, controller: new AbortController(), cancel });
		if (isOff) return;
		const fields = Object.fromEntries([...formData].map(([name, value]) => [name, String(value)]));
		server.posts.push(fields);
		const result = await server.say(fields, action.search);
		const update = async () => {};
		await (
			await answered
		)?.({ ...input, result, update });
	};
	form.addEventListener('submit', send);
	return { destroy: () => form.removeEventListener('submit', send) };
}

export const deserialize = (text: string): ActionResult => JSON.parse(text) as ActionResult;
export const applyAction = async (): Promise<void> => {};
export const invalidate = async (what: string): Promise<void> => void server.read.push(what);
