import type { StepKind } from '#domain/kinds/kind.ts';

export const future: StepKind = {
	kind: 'future',
	stages: [
		{ name: 'prepared', opens: 'nothing', readiness: false },
		{ name: 'writing', opens: 'cards', readiness: true },
		{ name: 'sorting', opens: 'board', readiness: false },
		{ name: 'weighing', opens: 'dots', readiness: true },
		{ name: 'harvested', opens: 'texts', readiness: false }
	],
	harvest: 'theme'
};

/** The tag of a prompt for what somebody does not believe: a form of its own, marked wherever its cards lie (U3). */
export const doubtTag = 'doubt';

/** How many cards make a front page, by the tag of their prompt (U2). */
export const frontPage: Readonly<Record<string, number>> = { headline: 3, number: 1, quote: 1 };

interface Prompt {
	id: string;
	tag: string;
}

/** One way to write about 2040: the front page has several prompts, every other form has one. */
export interface WritingForm<P extends Prompt> {
	kind: 'front-page' | 'card';
	prompts: P[];
}

/** The prompts of a step as forms to choose from, in their order; the front page stands where its first prompt stood. */
export function formsOf<P extends Prompt>(prompts: readonly P[]): WritingForm<P>[] {
	const page = prompts.filter((prompt) => isOfPage(prompt));
	return prompts.flatMap((prompt): WritingForm<P>[] => {
		if (!isOfPage(prompt)) return [{ kind: 'card', prompts: [prompt] }];
		return prompt === page[0] ? [{ kind: 'front-page', prompts: page }] : [];
	});
}

/** How many cards of this prompt the front page still asks. */
export const missingOnPage = (tag: string, written: number): number =>
	Math.max(0, (frontPage[tag] ?? 0) - written);

const isOfPage = ({ tag }: Prompt) => Object.hasOwn(frontPage, tag);
