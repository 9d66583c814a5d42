import { onDestroy } from 'svelte';
import { theJourney } from '#lib/connection/journey.svelte.ts';
import { UnderWay } from './under-way.ts';

/** What is under way on this page; the room hears of it, and so does the page. Call it where a component is made. */
export function underWayHere(onbusy: (busy: boolean) => void): UnderWay {
	const journey = theJourney();
	const underWay = new UnderWay((busy) => {
		journey.writing(busy);
		onbusy(busy);
	});
	onDestroy(() => underWay.stop());
	return underWay;
}
