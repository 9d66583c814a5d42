import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import type * as AppModule from './server/app/app.ts';
import type * as HeadersModule from './server/app/headers.ts';
import type * as Held from './server/app/held.ts';
import { languages } from './server/languages.ts';
import type * as SomebodyModule from './server/rehearsal/somebody.ts';
import type * as SettingsModule from './server/app/settings.ts';

/** By a computed address, so that only dev loads the server, as plain Node would, and no bundler touches it. */
const fromServer = <T>(file: string) =>
	import(new URL(`./server/${file}`, import.meta.url).href) as Promise<T>;

/** The one app of the process, in dev: database, sockets and jobs beside Vite's own server. */
function app(): Plugin {
	return {
		name: 'siroop-app',
		apply: 'serve',
		async configureServer(vite) {
			const { openApp } = await fromServer<typeof AppModule>('app/app.ts');
			const { heldApp, holdApp } = await fromServer<typeof Held>('app/held.ts');
			const { settingsFrom } = await fromServer<typeof SettingsModule>('app/settings.ts');
			// A restart makes the new server before it ends the old one.
			await heldApp()?.close();
			const { addressOf } = await fromServer<typeof SomebodyModule>('rehearsal/somebody.ts');
			const { protect } = await fromServer<typeof HeadersModule>('app/headers.ts');
			const settings = settingsFrom(process.env);
			vite.middlewares.use((request, response, next) => {
				protect(request, response, settings);
				next();
			});
			const opened = await openApp(settings);
			holdApp(opened);
			vite.httpServer?.on('upgrade', (request, socket, head) => {
				if (request.url?.startsWith('/sync/')) opened.sync.handleUpgrade(request, socket, head);
			});
			vite.httpServer?.once('listening', () => {
				const { port } = vite.httpServer!.address() as AddressInfo;
				opened.rehearsals.reachedAt(addressOf(settings, port));
			});
			vite.watcher.add('server');
			vite.watcher.on('change', (file) => {
				if (file.includes('/server/') && file.endsWith('.ts')) void vite.restart();
			});
			const invitation = await opened.invitations.first();
			if (invitation) vite.config.logger.info(`First administrator and facilitator: /eerste/${invitation}`);
			vite.httpServer?.on('close', () => void opened.close());
		}
	};
}

/** The end of a file that Paraglide makes of one message: which of its two languages is asked for. */
const choosing =
	/\(\(inputs(?: = \{\})?, options = \{\}\) => \{\n.*\n\tif \(locale === "en"\) return (en_\w+)\(inputs\)\n\treturn (nl_\w+)\(inputs\)\n\}\)/;

/** Whether a number is one, say: Paraglide asks it of numbers and of text apart. */
const asking = /\((i\?\.\w+) === (\d+) \|\| \1 === "\2"\)/g;

/**
 * A page has hundreds of messages, and each brings those same four lines: together 2 to 6 kB gzipped. In what browsers
 * get they stand once. A message of another form, as a newer Paraglide may make it, stays as it is.
 */
function briefMessages(): Plugin {
	const brief = (code: string) => {
		const chosen = code.replace(choosing, '/* @__PURE__ */ inLanguages($2, $1)');
		// Types see to it that what a message needs is given.
		const asked = chosen.replaceAll(asking, '$1 == $2').replaceAll('i?.', 'i.');
		return `import { inLanguages } from '../../ui/in-languages.ts';\n${asked}`;
	};
	return {
		name: 'siroop-brief-messages',
		apply: 'build',
		applyToEnvironment: ({ name }) => name === 'client',
		transform: {
			filter: { id: /\/paraglide\/messages\/\w+\.js$/ },
			handler: (code) => (choosing.test(code) ? brief(code) : null)
		}
	};
}

/** In what browsers get, Yjs writes to the console in plain words. */
function plainLogging(): Plugin {
	return {
		name: 'siroop-plain-logging',
		enforce: 'pre',
		apply: 'build',
		applyToEnvironment: ({ name }) => name === 'client',
		resolveId: {
			filter: { id: /^lib0\/logging$/ },
			handler: () => fileURLToPath(new URL('./src/lib/connection/plain-logging.ts', import.meta.url))
		}
	};
}

/**
 * What comes in one file each. A file of a few hundred bytes costs more in names to and fro than it holds, and the
 * bundler makes dozens of them; but a file for everything would bring pages what they never show.
 */
const together = [
	// SvelteKit links the styles of what is one import away from a page; those of a stage are two away.
	{ name: 'stages', test: /src.lib.(?!ui).*\.svelte\?.*type=style/, priority: 4 },
	// Svelte and SvelteKit: stays when we change.
	{
		name: 'frame',
		test: /node_modules.(svelte|@sveltejs|esm-env|devalue|clsx)|vite.preload-helper/,
		priority: 3
	},
	{
		name: 'parts',
		test: /src.lib.(ui.(Announcer|announcements|Banner|Bar|Bind|Button|Counter|Details|Field|Icon|Language|Now|Org|RoomStrip|Status|Who|WordsField|clock|in-languages)\.|form.(new-id|posting|answer)\.|kinds.(Stage|stages)\.svelte|parts.cards.(under-way|view)\.)/,
		priority: 2
	},
	// Who writes alone has the first, and the second sends what they left behind: one without the other is no less.
	{ name: 'own', test: /src.lib.connection.(own-document|unsent)\./, priority: 1 },
	// What each page of a journey has.
	{
		name: 'room',
		test: /src.lib.(connection.journey|parts.cards.under-way-here|rehearsal.Label|journey.(Foot|my-seat|stage-name|Strip))/,
		priority: 1
	}
];

export default defineConfig(({ command, isPreview }) => ({
	plugins: [
		...(command === 'serve' && !isPreview && !process.env.VITEST ? [app()] : []),
		paraglideVitePlugin(languages),
		briefMessages(),
		plainLogging(),
		sveltekit()
	],
	build: {
		target: 'es2022',
		// Without it each page that shows steps lists the files of all kinds: 4 kB, to spare one kind a round trip.
		modulePreload: { resolveDependencies: (_, deps) => deps.filter((file) => file.endsWith('.css')) },
		rolldownOptions: { checks: { pluginTimings: false } }
	},
	// What browsers get only: the server loads each page when it is asked for.
	environments: {
		client: { build: { rolldownOptions: { output: { codeSplitting: { groups: together } } } } }
	}
}));
