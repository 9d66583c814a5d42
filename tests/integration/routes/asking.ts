import { onTestFinished } from 'vitest';
import { baseLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { SeatOf } from '#server/journey/seats.ts';
import { whole, type Who } from '#server/people/who.ts';
import type { Meeting } from '../../support/cast.ts';

// What a browser asks of a page, without a browser: the functions of its `+page.server.ts` with the real program.

export interface Asked {
	/** Nobody by default, or all of a person. */
	person?: string | null;
	/** With a session that opens less. */
	who?: Who | null;
	path?: string;
	params?: Record<string, string>;
	/** A form that is posted. */
	fields?: Record<string, string>;
	/** The same as somebody sends it who is no browser. */
	body?: { type: string; body: BodyInit };
	/** The page has a script, which posts in its place. */
	script?: boolean;
	locale?: 'nl' | 'en';
	/** What the layout above has loaded. */
	above?: Record<string, unknown>;
	/** Where the request comes from. */
	address?: string;
	/** Of a layout: which page below it is asked for. */
	route?: string;
}

/** How it went: an answer, a refusal of the form, another page, or the page that says why not. */
export type Came =
	| { kind: 'answer'; data: unknown }
	| { kind: 'failure'; status: number; data: Record<string, unknown> }
	| { kind: 'redirect'; status: number; to: string }
	| { kind: 'error'; status: number; reason: string | undefined; message: string };

interface Given {
	cookies: { name: string; value: string; options: Record<string, unknown> }[];
	headers: Record<string, string>;
}

/** A `load`, a `GET`, or an action; SvelteKit says of an action that it may not be there. */
// Each page types its event by its own parameters.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Handler = ((event: any) => unknown) | undefined;

/** Every page of the program that a server has a part in, by the path of its file. */
const modules = import.meta.glob<Record<string, unknown>>(
	'/src/routes/**/+{page.server,layout.server,server}.ts',
	{
		eager: true
	}
);
const handlers = Object.entries(modules).flatMap(([file, { load, actions, ...methods }]) => {
	const route = file.slice('/src/routes'.length, file.lastIndexOf('/')) || '/';
	const isLayout = file.includes('+layout');
	return Object.entries({ ...(load ? { load } : {}), ...(actions ?? {}), ...methods }).map(
		([what, handler]) => ({ route, isLayout, what, handler: handler as Handler })
	);
});

/** What can be asked of a page: its `load`, its actions, or the methods of what is no page. */
export const handlersOf = (route: string): [what: string, handler: Handler][] =>
	handlers.filter((one) => one.route === route && !one.isLayout).map(({ what, handler }) => [what, handler]);

/** The `load` of the layout at this path. */
export const layoutOf = (route: string): Handler =>
	handlers.find((one) => one.route === route && one.isLayout)?.handler;

const routeOf = (handler: Handler) => handlers.find((one) => one.handler === handler)?.route;

export class Asking {
	readonly meeting: Meeting;
	/** What was set on the way, of the last that was asked. */
	last: Given = { cookies: [], headers: {} };

	constructor(meeting: Meeting) {
		this.meeting = meeting;
	}

	async ask(handler: Handler, asked: Asked = {}): Promise<Came> {
		const { locale = baseLocale } = asked;
		if (!handler) throw new Error('there is no such page or act');
		overwriteGetLocale(() => locale);
		onTestFinished(() => overwriteGetLocale(() => baseLocale));
		try {
			return answered(
				await handler({ ...this.#event(asked), route: { id: asked.route ?? routeOf(handler) } })
			);
		} catch (thrown) {
			return threw(thrown);
		}
	}

	/** In the journey of this meeting, as somebody at its table. */
	at(who: SeatOf | null, handler: Handler, asked: Asked = {}): Promise<Came> {
		const params = { journey: this.meeting.journey, step: this.meeting.steps.values, ...asked.params };
		return this.ask(handler, { person: who?.person ?? null, ...asked, params });
	}

	#event(asked: Asked) {
		const { person = null, path = '/', params = {}, locale, above, address } = asked;
		const { who = person === null ? null : whole(person) } = asked;
		const given: Given = { cookies: [], headers: {} };
		this.last = given;
		const url = new URL(path, 'https://siroop.test');
		return {
			locals: { app: this.meeting.app, who, device: 'Firefox, Android', locale: locale ?? baseLocale },
			params,
			url,
			request: new Request(url, posted(asked)),
			cookies: {
				delete: (name: string) => void given.cookies.push({ name, value: '', options: {} }),
				set: (name: string, value: string, options: Record<string, unknown>) =>
					void given.cookies.push({ name, value, options })
			},
			getClientAddress: () => address ?? '192.0.2.1',
			setHeaders: (set: Record<string, string>) => void Object.assign(given.headers, set),
			depends: () => {},
			parent: () => Promise.resolve(above ?? {})
		};
	}
}

function posted({ fields, script = true, body }: Asked): RequestInit & { duplex?: 'half' } {
	if (body)
		return { method: 'POST', headers: { 'Content-Type': body.type }, body: body.body, duplex: 'half' };
	if (!fields) return {};
	const headers: Record<string, string> = script ? { 'x-sveltekit-action': 'true' } : {};
	return { method: 'POST', headers, body: new URLSearchParams(fields) };
}

function answered(data: unknown): Came {
	const { status, data: given } = (data ?? {}) as { status?: unknown; data?: Record<string, unknown> };
	const isFailure = typeof status === 'number' && !(data instanceof Response);
	return isFailure ? { kind: 'failure', status, data: given ?? {} } : { kind: 'answer', data };
}

function threw(thrown: unknown): Came {
	const { status, location, body } = thrown as {
		status?: number;
		location?: string;
		body?: { message: string; reason?: string };
	};
	if (status !== undefined && location !== undefined) return { kind: 'redirect', status, to: location };
	if (status !== undefined && body)
		return { kind: 'error', status, reason: body.reason, message: body.message };
	throw thrown;
}
