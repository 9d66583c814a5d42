import type { Saved } from '#lib/connection/connection-state.ts';

const worstFirst: readonly Saved[] = ['stopped', 'blocked', 'unsent', 'offline', 'saving', 'saved'];

/** Of several documents that are open: what a person has to know first. */
export const worstOf = (all: readonly Saved[]): Saved =>
	worstFirst.find((saved) => all.includes(saved)) ?? 'saved';
