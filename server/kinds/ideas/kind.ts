import { cardStep } from '#server/parts/cards/card-step.ts';

/** "Wat zou je doen als alles mocht?" All of it shared parts; none of them asks what an idea costs. */
export default cardStep('ideas');
