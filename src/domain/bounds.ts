// How many of each somebody can make, and how large a number may be (BN-rules). Generous for a room of two hundred; each
// way in holds them: forms, documents and imports. OPERATIONS.md has the table for who runs the program.

/** Cards of one person in one step, those that came after the reveal too (BN1). */
export const cardsEach = 50;
/** Sentences under way of one person in one step: one for each question (BN1). */
export const draftsEach = 50;
/** Groups on one board (BN2). */
export const groupsMost = 200;
/** Cards on one board that somebody laid in a place (BN2). */
export const placesMost = 10_000;
/** UTF-16 units in one text that people write together. A longer one is a pasted report: no table reads that (BN3). */
export const sharedTextMost = 10_000;
/** Lines that were ever written on the map of one tension (BN4). */
export const linesMost = 400;
/** Tensions, ambitions or other things that were ever harvested in one step (BN4). */
export const harvestMost = 200;
/** Ground rules that a step ever had (BN4). */
export const groundRulesMost = 100;
/** Steps and meetings that a run-sheet ever had; run-sheets that one person keeps (BN4). */
export const stepsMost = 400;
export const meetingsMost = 200;
export const templatesMost = 100;
/** Questions that were ever asked in one consent round (BN13). */
export const questionsMost = 100;
/** Organisations that ever sat at one table (BN12). */
export const organisationsEver = 48;
/** People on the list of whom one organisation sends (BN10). */
export const invitedMost = 200;
/** Cards of which likeness is looked for: the cost grows with the square (BN5). */
export const comparedMost = 500;
/** The place of something among others, either way from nought (BN6). */
export const orderMost = 1e9;

/** As far as a date goes, ms since 1970. */
export const timeMost = 8.64e15;

/** The order behind another: at the end of the range several have the same, and their ids decide. */
export const orderAfter = (order: number, steps = 1): number => Math.min(orderMost, order + steps);
