import type { AddressInfo } from 'node:net';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import type * as AppModule from './server/app.ts';
import type * as Held from './server/held.ts';
import { languages } from './server/languages.ts';
import type * as SomebodyModule from './server/rehearsal/somebody.ts';
import type * as SettingsModule from './server/settings.ts';

/** By a computed address, so that only dev loads the server, as plain Node would, and no bundler touches it. */
const fromServer = <T>(file: string) =>
	import(new URL(`./server/${file}`, import.meta.url).href) as Promise<T>;

/** The one app of the process, in dev: database, sockets and jobs beside Vite's own server. */
function app(): Plugin {
	return {
		name: 'siroop-app',
		apply: 'serve',
		async configureServer(vite) {
			const { openApp } = await fromServer<typeof AppModule>('app.ts');
			const { heldApp, holdApp } = await fromServer<typeof Held>('held.ts');
			const { settingsFrom } = await fromServer<typeof SettingsModule>('settings.ts');
			// A restart makes the new server before it ends the old one.
			await heldApp()?.close();
			const { addressOf } = await fromServer<typeof SomebodyModule>('rehearsal/somebody.ts');
			const settings = settingsFrom(process.env);
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
			const invitation = await opened.people.firstInvitation();
			if (invitation) vite.config.logger.info(`First facilitator: /eerste/${invitation}`);
			vite.httpServer?.on('close', () => void opened.close());
		}
	};
}

export default defineConfig(({ command, isPreview }) => ({
	plugins: [
		...(command === 'serve' && !isPreview && !process.env.VITEST ? [app()] : []),
		paraglideVitePlugin(languages),
		sveltekit()
	],
	build: {
		target: 'es2022',
		rolldownOptions: {
			checks: { pluginTimings: false },
			// Svelte and SvelteKit in one file: it compresses 2 kB better than in slices, and stays when we change.
			output: {
				codeSplitting: {
					groups: [{ name: 'frame', test: /node_modules.(svelte|@sveltejs|esm-env|devalue|clsx)/ }]
				}
			}
		}
	}
}));
