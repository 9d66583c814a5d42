/** A question before something that others will see. */
export interface Ask {
	title: string;
	text: string;
	confirm: string;
	cancel: string;
}
