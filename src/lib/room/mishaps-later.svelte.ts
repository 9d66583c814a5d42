import { onMount } from 'svelte';

type Mishaps = typeof import('./mishaps.ts');

/** `mishaps.ts`, fetched when the page has come. When it doesn't come, the page does without. */
export function mishapsLater(): { readonly here: Mishaps | undefined } {
	let here = $state.raw<Mishaps>();
	onMount(() => {
		import('./mishaps.ts').then(
			(come) => (here = come),
			() => {}
		);
	});
	return {
		get here() {
			return here;
		}
	};
}
