import type { OrganisationKindName } from '#domain/journey/organisations.ts';
import { m } from '#lib/paraglide/messages.js';

/** What each kind of organisation is called, in the language of the page. */
export const kindNames = (): Record<OrganisationKindName, string> => ({
	welzijn: m.organisation_kind_welzijn(),
	ggd: m.organisation_kind_ggd(),
	gemeente: m.organisation_kind_gemeente(),
	woningcorporatie: m.organisation_kind_woningcorporatie(),
	politie: m.organisation_kind_politie(),
	zorggroep: m.organisation_kind_zorggroep(),
	huisartsen: m.organisation_kind_huisartsen(),
	ggz: m.organisation_kind_ggz(),
	onderwijs: m.organisation_kind_onderwijs(),
	zorgverzekeraar: m.organisation_kind_zorgverzekeraar(),
	bewoners: m.organisation_kind_bewoners(),
	werkgever: m.organisation_kind_werkgever(),
	provincie: m.organisation_kind_provincie(),
	anders: m.organisation_kind_anders()
});
