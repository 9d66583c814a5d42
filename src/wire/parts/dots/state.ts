export interface GroupTotal {
	group: string;
	title: string;
	dots: number;
	/** 0..1: one organisation, one share (rule W6); all groups together make 1. */
	share: number;
}
