import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Settings } from './settings.ts';

// Who reaches the program: without ORIGIN its own machine only, until somebody opens it to the network of the room.

/** Listens at this address too, and says on which port. */
type Listen = (address: string) => Promise<number>;

export class Network {
	readonly #settings: Settings;
	readonly #interfaces: typeof networkInterfaces;
	#listen: Listen | null = null;
	#opened: { address: string } | null = null;
	readonly #ports = new Map<string, Promise<number>>();
	#opening: Promise<Outcome<{ origin: string }>> | null = null;

	constructor(settings: Settings, interfaces = networkInterfaces) {
		this.#settings = settings;
		this.#interfaces = interfaces;
	}

	/** Told by what listens, where that is this machine only. */
	opensWith(listen: Listen): void {
		this.#listen = listen;
	}

	/** Only this machine reaches it, and that can be changed. */
	get isClosed(): boolean {
		return this.#settings.origin === null && this.#listen !== null;
	}

	/** The addresses of this machine that may be chosen, the likeliest first; none where ORIGIN says it (R17). */
	get addresses(): string[] {
		return this.#isOurs ? addressesIn(this.#interfaces()) : [];
	}

	/** Where people reach it is chosen here, and not by ORIGIN. */
	get #isOurs(): boolean {
		return this.#listen !== null && (this.#settings.origin === null || this.#opened !== null);
	}

	/**
	 * From now on the machine's own address is where people reach it, and where links lead (R15): the one that was chosen,
	 * or else the likeliest.
	 */
	open(chosen?: string): Promise<Outcome<{ origin: string }>> {
		return (this.#opening ??= this.#open(chosen).finally(() => (this.#opening = null)));
	}

	async #open(chosen?: string): Promise<Outcome<{ origin: string }>> {
		const { origin } = this.#settings;
		if (origin !== null && (chosen === undefined || !this.#isOurs)) return { ok: true, origin };
		const { addresses } = this;
		const address = chosen === undefined ? addresses[0] : addresses.find((one) => one === chosen);
		if (address === undefined || this.#listen === null)
			return chosen === undefined ? refused('no-network') : refused('address-gone');
		if (this.#opened?.address !== address) {
			const opened = `http://${address}:${await this.#listening(address)}`;
			this.#opened = { address };
			this.#settings.origin = opened;
		}
		return { ok: true, origin: this.#settings.origin! };
	}

	/** On which port; one that was opened before stays open. */
	#listening(address: string): Promise<number> {
		const port = this.#ports.get(address) ?? this.#listen!(address);
		this.#ports.set(address, port);
		port.catch(() => this.#ports.delete(address));
		return port;
	}
}

/** What containers, virtual machines and tunnels add: nobody in the room reaches the laptop by it. */
const inside = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|zt|tailscale)/;
const isPrivate = (address: string) => /^(192\.168|10|172\.(1[6-9]|2\d|3[01]))\./.test(address);

/** The addresses of this machine that a room may share, those of a network at home or at work first. */
export function addressesIn(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): string[] {
	const found = Object.entries(interfaces)
		.filter(([name]) => !inside.test(name))
		.flatMap(([, addresses]) => addresses ?? [])
		.filter(
			({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.')
		)
		.map(({ address }) => address);
	return [...found.filter(isPrivate), ...found.filter((address) => !isPrivate(address))];
}
