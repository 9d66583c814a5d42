import type { CardField, Domain } from '#domain/kinds/ambitions/ambition.ts';
import type { Words } from '#domain/parts/consent/consent.ts';
import type { MyConsent } from '#wire/parts/consent/state.ts';
import { domainName, fieldWords } from './words.ts';

const isField = (field: string): field is CardField => Object.hasOwn(fieldWords, field);

/** What a text of an ambition is called where consent to it is asked. */
export const saysAmbition = (field: string): string => (isField(field) ? fieldWords[field].name() : field);

/** Domains are kept by their code, so that the same card is the same text in each language; here they are read. */
export const inWords = (consent: MyConsent): MyConsent => ({
	...consent,
	subjects: consent.subjects.map((subject) => ({
		...subject,
		words: subject.words.map(read),
		before: subject.before?.map(read) ?? null
	}))
});

const read = (words: Words): Words =>
	words.field === 'domains'
		? { ...words, text: words.text.split(', ').filter(Boolean).map(nameOf).join(', ') }
		: words;

const nameOf = (code: string) => domainName[code as Domain]?.() ?? code;
