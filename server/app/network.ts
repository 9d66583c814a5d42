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

	/** From now on the machine's own address is where people reach it, and where links lead (R15). */
	open(): Promise<Outcome<{ origin: string }>> {
		return (this.#opening ??= this.#open().finally(() => (this.#opening = null)));
	}

	async #open(): Promise<Outcome<{ origin: string }>> {
		const { origin } = this.#settings;
		if (origin !== null) return { ok: true, origin };
		const address = addressIn(this.#interfaces());
		if (address === null || this.#listen === null) return refused('no-network');
		const opened = `http://${address}:${await this.#listen(address)}`;
		this.#settings.origin = opened;
		return { ok: true, origin: opened };
	}
}

/** What containers, virtual machines and tunnels add: nobody in the room reaches the laptop by it. */
const inside = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|zt|tailscale)/;
const isPrivate = (address: string) => /^(192\.168|10|172\.(1[6-9]|2\d|3[01]))\./.test(address);

/** The address of this machine in the network of the room, or null while it is in none. */
export function addressIn(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): string | null {
	const found = Object.entries(interfaces)
		.filter(([name]) => !inside.test(name))
		.flatMap(([, addresses]) => addresses ?? [])
		.filter(
			({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.')
		)
		.map(({ address }) => address);
	return found.find(isPrivate) ?? found[0] ?? null;
}
