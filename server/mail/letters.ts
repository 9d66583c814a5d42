import { zone } from '#domain/journey/region-time.ts';

// The words of the letters that go out, each in the language of who gets it.

export interface Words {
	subject: string;
	text: string;
}

interface To {
	/** Who gets it. */
	name: string;
	/** The name of the journey. */
	journey: string;
	link: string;
	locale: 'nl' | 'en';
}

/** The personal link, so that the same person is back on another device, next month too (J5). */
export function returnLinkLetter({ name, journey, link, locale }: To): Words {
	return {
		nl: {
			subject: `Jouw plek aan tafel: ${journey}`,
			text: `Dag ${name},\n\nMet deze link ben je er weer, ook op een ander apparaat:\n${link}\n\nDe link is van jou alleen. Stuur hem niet door.\n`
		},
		en: {
			subject: `Your seat at the table: ${journey}`,
			text: `Hello ${name},\n\nThis link brings you back, on another device too:\n${link}\n\nThe link is yours alone. Do not pass it on.\n`
		}
	}[locale];
}

/** A reminder of what somebody still owes, with a link that brings them straight to it (R5). `until`: ms since 1970. */
export function reminderLetter({
	name,
	journey,
	step,
	until,
	link,
	locale
}: To & { step: string; until: number }): Words {
	const deadline = new Intl.DateTimeFormat(locale, {
		dateStyle: 'full',
		timeStyle: 'short',
		timeZone: zone
	}).format(until);
	return {
		nl: {
			subject: `Nog te doen: ${step}`,
			text: `Dag ${name},\n\nIn ${journey} wacht ‘${step}’ nog op jou. Het kan tot ${deadline}.\n\nMet deze link ben je er meteen:\n${link}\n\nDe link is van jou alleen. Stuur hem niet door.\n`
		},
		en: {
			subject: `Still to do: ${step}`,
			text: `Hello ${name},\n\nIn ${journey}, ‘${step}’ still waits for you. You have until ${deadline}.\n\nThis link takes you straight there:\n${link}\n\nThe link is yours alone. Do not pass it on.\n`
		}
	}[locale];
}
