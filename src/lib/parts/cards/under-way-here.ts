import { onDestroy } from 'svelte';
import { theJourney } from '#lib/connection/journey.svelte.ts';
import { UnderWay } from './under-way.ts';

/**
 * What is under way on this page; the page hears of it and, unless nobody is to know who writes (N13), so does the room.
 * Call it where a component is made.
 */
export function underWayHere(onbusy: (busy: boolean) => void, isTold: () => boolean = () => true): UnderWay {
	const journey = theJourney();
	const underWay = new UnderWay((busy) => {
		journey.writing(busy && isTold());
		onbusy(busy);
	});
	onDestroy(() => underWay.stop());
	return underWay;
}
