import type * as Y from 'yjs';
import type { Facts } from '#wire/journey/facts.ts';
import { journeyDocument } from '#wire/journey/document.ts';
import { sessionCookie } from '#server/people/sessions.ts';
import type { Settings } from '#server/app/settings.ts';
import { answerOf, pageOf, type Answered } from './answer.ts';
import { SyncClient, type SocketAddress } from './sync-client.ts';

/** Where a running program is found, and what a browser would send along. */
export interface Address {
	/** 'http://127.0.0.1:3000' */
	url: string;
	headers: Record<string, string>;
}

/** How a program that listens here is reached from its own machine: past its proxies, so it is told what they would say. */
export function addressOf({ host, origin, proxies }: Settings, port: number): Address {
	const near = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
	const url = `http://${near}:${port}`;
	return {
		url,
		headers: {
			Origin: origin ?? url,
			...(proxies > 0 && {
				'X-Forwarded-For': Array.from({ length: proxies }, () => '127.0.0.1').join(', '),
				'X-Forwarded-Proto': new URL(origin ?? url).protocol.slice(0, -1)
			})
		}
	};
}

/**
 * One simulated person. Does what a browser does, over the same sockets and forms, and has no other way in: signs in,
 * posts forms, asks for pages and facts, writes in documents.
 */
export class Somebody {
	journey = '';
	readonly #address: Address;
	#cookie = '';
	#chair: SyncClient | null = null;

	constructor(address: Address) {
		this.#address = address;
	}

	/** Somebody with a personal link, at their place again. Throws when the link opens nothing. */
	static async returning(address: Address, token: string): Promise<Somebody> {
		const somebody = new Somebody(address);
		await somebody.signIn(`/terug/${token}`);
		return somebody;
	}

	/** Posts a form that lets somebody in: a personal link, an invitation, a code. Throws when it does not. */
	async signIn(path: string, fields: Record<string, string> = {}): Promise<void> {
		const response = await this.#post(path, fields);
		const answer = answerOf((await response.json()) as Parameters<typeof answerOf>[0]);
		const cookie = response.headers.getSetCookie().find((c) => c.startsWith(`${sessionCookie}=`));
		if (!answer.ok || !cookie)
			throw new Error(
				`${path.split('/')[1]} let nobody in: ${answer.ok ? 'the link is gone' : answer.reason}`
			);
		this.#cookie = cookie.split(';')[0]!;
		this.journey = /^\/traject\/([a-z0-9]{10,})/.exec(answer.location ?? '')?.[1] ?? '';
	}

	/** What their browser keeps, as it sends it along: with it they are on this device once more. */
	get cookie(): string {
		return this.#cookie;
	}

	/** Posts a form as a page with a script does. */
	async post(path: string, fields: Record<string, string> = {}): Promise<Answered> {
		const response = await this.#post(path, fields);
		return answerOf((await response.json()) as Parameters<typeof answerOf>[0]);
	}

	/** One act in a step. */
	act(step: string, fields: Record<string, string> & { act: string }): Promise<Answered> {
		return this.post(`/traject/${this.journey}/stap/${step}?/act`, fields);
	}

	/** One act of a facilitator in the console: `move`, `goTo`, `startTimer`, … */
	direct(name: string, fields: Record<string, string> = {}): Promise<Answered> {
		return this.post(`/traject/${this.journey}/regie?/${name}`, fields);
	}

	/** The facts of the journey, or null for who has no seat there any more. */
	async facts(): Promise<Facts | null> {
		const response = await this.#get(`/traject/${this.journey}/feiten`);
		return response.ok ? ((await response.json()) as Facts) : null;
	}

	/** What a page below the journey is given, 'regie' or 'stap/<step>'. The caller knows its shape. */
	async page<Data extends object>(path: string): Promise<Data> {
		const response = await this.#get(`/traject/${this.journey}/${path}/__data.json`);
		return pageOf((await response.json()) as Parameters<typeof pageOf>[0]) as Data;
	}

	/** The participant id of this person's seat. */
	async seat(): Promise<string> {
		const { seat } = await this.page<{ seat: { participant: string } }>('welkom');
		return seat.participant;
	}

	/** At the table: counted as present, and hears the facts, until `leave`. */
	async sitDown(): Promise<SyncClient> {
		if (this.#chair?.isOpen) return this.#chair;
		this.#chair = await this.enter(journeyDocument(this.journey));
		return this.#chair;
	}

	/** Gets up from the table. */
	async leave(): Promise<void> {
		await this.#chair?.leave();
		this.#chair = null;
	}

	/** Into a document, until the caller leaves it. */
	enter(document: string): Promise<SyncClient> {
		return SyncClient.join(this.socketOf(document));
	}

	/** Where this person finds the socket of a document. */
	socketOf(document: string): SocketAddress {
		const server = this.#address.url.replace('http', 'ws');
		return { server, document, headers: this.#headers() };
	}

	/** Reads a document. Throws when this person may not see it. */
	read<T>(document: string, look: (doc: Y.Doc) => T): Promise<T> {
		return this.#visit(document, ({ doc }) => look(doc));
	}

	/** Changes a document and waits until that is on disk. Throws when this person has no pen there. */
	async write(document: string, change: (doc: Y.Doc) => void): Promise<void> {
		await this.#visit(document, async (client) => {
			client.doc.transact(() => change(client.doc));
			await client.when(() => client.isSaved);
			if (!client.isSaved) throw new Error(`no pen in ${document}: ${client.refusal?.reason}`);
		});
	}

	/** In a document for as long as `act` lasts. */
	async #visit<T>(document: string, act: (client: SyncClient) => T): Promise<Awaited<T>> {
		const client = await this.enter(document);
		try {
			if (!client.isSynced) throw new Error(`no way into ${document}: ${client.refusal?.reason}`);
			return await act(client);
		} finally {
			await client.leave();
		}
	}

	#post(path: string, fields: Record<string, string>): Promise<Response> {
		return fetch(this.#address.url + path, {
			method: 'POST',
			headers: {
				...this.#headers(),
				'Content-Type': 'application/x-www-form-urlencoded',
				Accept: 'application/json',
				'x-sveltekit-action': 'true'
			},
			body: new URLSearchParams(fields).toString(),
			redirect: 'error'
		});
	}

	#get(path: string): Promise<Response> {
		return fetch(this.#address.url + path, { headers: this.#headers() });
	}

	#headers(): Record<string, string> {
		return {
			'Accept-Language': 'nl',
			...this.#address.headers,
			...(this.#cookie && { Cookie: this.#cookie })
		};
	}
}
