import { isLoopback } from './loopback.ts';

/** What can be set from outside; the README's table says the same in words. */
export interface Settings {
	/** Folder of the databases. */
	dataDir: string;
	port: number;
	host: string;
	/**
	 * Where people reach it and where links lead, `https://siroop.example`; null: from this machine only, until it is
	 * opened to its network (network.ts).
	 */
	origin: string | null;
	/** How many proxies stand in front and add to X-Forwarded-For and -Proto; 0: none is believed. */
	proxies: number;
	/** `smtp://user:secret@host:587`; null: no mail leaves. */
	smtpUrl: string | null;
	mailFrom: string;
	/** Who knows it may read /metrics; null: nobody may. */
	metricsToken: string | null;
	log: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Throws one sentence that names the variable when a value cannot be used. */
export function settingsFrom(env: NodeJS.ProcessEnv): Settings {
	return {
		dataDir: env.DATA_DIR ?? 'data',
		port: number(env, 'PORT', 3000, 65535),
		host: host(env),
		origin: origin(env.ORIGIN),
		proxies: number(env, 'PROXIES', 0, 5),
		smtpUrl: env.SMTP_URL || null,
		mailFrom: env.MAIL_FROM ?? 'Siroop <siroop@localhost>',
		metricsToken: token(env, 'METRICS_TOKEN'),
		log: level(env.LOG)
	};
}

/** Whoever does not say where it is reached has it on this machine only (R14). */
function host({ HOST, ORIGIN }: NodeJS.ProcessEnv): string {
	if (ORIGIN) return HOST || '0.0.0.0';
	return isLoopback(HOST) ? HOST! : '127.0.0.1';
}

function number(env: NodeJS.ProcessEnv, name: string, otherwise: number, most: number): number {
	const text = env[name];
	if (text === undefined || text === '') return otherwise;
	const value = Number(text);
	if (!Number.isInteger(value) || value < 0 || value > most)
		throw new Error(`${name} is "${text}", but must be a whole number from 0 to ${most}`);
	return value;
}

function origin(text: string | undefined): string | null {
	if (!text) return null;
	if (!URL.canParse(text) || new URL(text).origin !== text)
		throw new Error(`ORIGIN is "${text}", but must look like https://siroop.example, without a path`);
	return text;
}

/** The secret itself is not said: what is refused at the start is in a log. */
function token(env: NodeJS.ProcessEnv, name: string): string | null {
	const text = env[name];
	if (!text) return null;
	if (!/^[!-~]{16,}$/.test(text))
		throw new Error(`${name} must be 16 or more letters, digits or signs, without spaces`);
	return text;
}

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

function level(text: string | undefined): Settings['log'] {
	if (!text) return 'info';
	const found = levels.find((l) => l === text);
	if (!found) throw new Error(`LOG is "${text}", but must be one of ${levels.join(', ')}`);
	return found;
}
