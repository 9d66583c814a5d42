import { cardStep } from '../parts/card-step.ts';

/** "Vanuit welke waarden vertrek jij?" All of it shared parts. */
export default cardStep('values');
