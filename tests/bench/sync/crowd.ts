import { Latencies } from './latencies.ts';
import { joinAll, Member } from './member.ts';
import { Pace } from './pace.ts';
import type { ServerProcess } from './server-process.ts';
import { seedText, TypingDocument, type Writer } from './typing.ts';
import { settles } from './window.ts';

export interface Shape {
	documents: number;
	/** In each document, and how many of them type, the first ones, how often. */
	people: number;
	typing: number;
	perSecond: number;
	/** Members of a document whose times count. */
	isTimed?: (member: number) => boolean;
}

/** Documents full of people who type and read, on one server. */
export class Crowd {
	readonly names: string[];
	readonly documents: TypingDocument[];
	readonly members: Member[];
	readonly writers: Writer[];
	readonly latencies: Latencies;
	readonly #pace: Pace;

	private constructor(names: string[], members: Member[], latencies: Latencies, shape: Shape) {
		const { people, typing, perSecond, isTimed = () => true } = shape;
		this.names = names;
		this.members = members;
		this.latencies = latencies;
		this.documents = names.map(
			(_, i) => new TypingDocument(members.slice(i * people, (i + 1) * people), typing, latencies, isTimed)
		);
		this.writers = this.documents.flatMap((document) => document.writers);
		this.#pace = new Pace(this.writers.length, perSecond, (who) => this.writers[who]!.press());
	}

	/** `isNew`: the documents get their text first. */
	static async gather(server: ServerProcess, shape: Shape, isNew = true): Promise<Crowd> {
		const names = Array.from(
			{ length: shape.documents },
			(_, i) => `board/stepw${String(i).padStart(7, '0')}`
		);
		if (isNew) await server.seed(names, seedText);
		const members = await joinAll(shape.people * shape.documents, (i) =>
			new Member(server, names[Math.floor(i / shape.people)]!, `person${i}`).join()
		);
		return new Crowd(names, members, new Latencies(), shape);
	}

	startTyping(): void {
		this.#pace.start();
	}

	stopTyping(): void {
		this.#pace.stop();
	}

	/** From now on the time of what is sent counts. */
	startCounting(): void {
		for (const document of this.documents) document.countFrom = performance.now();
	}

	get delivered(): number {
		return this.documents.reduce((sum, { delivered }) => sum + delivered, 0);
	}

	/** Messages that came in, everywhere. */
	get frames(): number {
		return this.members.reduce((sum, { socket }) => sum + socket.messages, 0);
	}

	/** Deliveries of what was sent that have not come, to members of a document that count. */
	missing(counts: (member: number) => boolean = () => true): number {
		return this.documents.reduce(
			(sum, document) => sum + document.expected(counts) - document.reached(counts),
			0
		);
	}

	/** Waits until all is everywhere, in the end; returns what went wrong. */
	async trouble(): Promise<string | null> {
		await settles(() => this.missing() === 0, 20_000);
		const gaps = this.documents.reduce((sum, document) => sum + document.gaps, 0);
		const troubles = [
			this.missing() > 0 && `${this.missing()} deliveries never came`,
			gaps > 0 && `${gaps} gaps`,
			...this.documents.map((document) => document.difference()),
			...this.members.map(({ closedWith: code }) => code !== null && `a connection was closed with ${code}`)
		].filter((words) => typeof words === 'string');
		if (troubles.length === 0) return null;
		return troubles.length === 1 ? troubles[0]! : `${troubles[0]}, and ${troubles.length - 1} more`;
	}
}
