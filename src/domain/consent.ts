// Consent: an organisation holds a stance on one version of a text (I-rules).

export const stances = ['consent', 'concern', 'objection', 'absent'] as const;
export type Stance = (typeof stances)[number];
