/** Nothing is written in it: it is there for presence, and the facts go out on it. */
export const journeyDocument = (journey: string) => `journey/${journey}`;
