import type { Page } from '@playwright/test';

/** Everything that reaches one browser: socket frames, bodies of answers, and what it keeps. Listen before `goto`. */
export class Ears {
	readonly page: Page;
	readonly #heard: Buffer[] = [];
	readonly #listening: Promise<unknown>[] = [];

	constructor(page: Page) {
		this.page = page;
		page.on('websocket', (socket) =>
			socket.on('framereceived', ({ payload }) => void this.#heard.push(Buffer.from(payload)))
		);
		page.on('response', (response) => {
			// A redirect has no body, and one that was cut off by the next page never arrived.
			this.#listening.push(
				response
					.body()
					.then((body) => this.#heard.push(body))
					.catch(() => null)
			);
		});
	}

	/** Whether these characters ever came in, or stand anywhere in this browser now. */
	async knows(text: string): Promise<boolean> {
		await Promise.all(this.#listening);
		const kept = await this.page.evaluate(async () => {
			const databases = await Promise.all(
				(await indexedDB.databases()).map(
					({ name }) =>
						new Promise<string>((resolve, reject) => {
							const opening = indexedDB.open(name!);
							opening.onerror = () => reject(opening.error);
							opening.onsuccess = () => {
								const db = opening.result;
								const stores = [...db.objectStoreNames];
								if (stores.length === 0) return resolve('');
								const reading = db.transaction(stores);
								const rows = stores.map((store) => {
									const all = reading.objectStore(store).getAll();
									return () =>
										all.result
											.map((row: unknown) =>
												row instanceof Uint8Array ? new TextDecoder().decode(row) : JSON.stringify(row)
											)
											.join('\n');
								});
								reading.oncomplete = () => {
									db.close();
									resolve(rows.map((row) => row()).join('\n'));
								};
							};
						})
				)
			);
			const caches = await Promise.all(
				(await window.caches.keys()).map(async (name) => {
					const cache = await window.caches.open(name);
					const answers = await cache.matchAll();
					return (await Promise.all(answers.map((answer) => answer.text()))).join('\n');
				})
			);
			return [
				...databases,
				...caches,
				JSON.stringify(localStorage),
				JSON.stringify(sessionStorage),
				document.cookie,
				document.documentElement.outerHTML
			].join('\n');
		});
		return kept.includes(text) || this.#heard.some((bytes) => bytes.includes(text));
	}
}
