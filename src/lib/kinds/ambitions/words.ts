import type { CardField, Domain, Fault } from '#domain/kinds/ambitions/ambition.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a field of an ambition card is called, and what it asks of whoever writes it. */
export const fieldWords: Record<CardField, { name: () => string; hint: () => string }> = {
	name: { name: m.ambition_name, hint: m.ambition_name_hint },
	text: { name: m.ambition_text, hint: m.ambition_text_hint },
	values: { name: m.ambition_values, hint: m.ambition_values_hint },
	domains: { name: m.ambition_domains, hint: m.ambition_domains_hint },
	from: { name: m.ambition_from, hint: m.ambition_from_hint },
	to: { name: m.ambition_to, hint: m.ambition_to_hint },
	indicator: { name: m.ambition_indicator, hint: m.ambition_indicator_hint },
	unit: { name: m.ambition_unit, hint: m.ambition_unit_hint },
	baseline: { name: m.ambition_baseline, hint: m.ambition_baseline_hint },
	baselineYear: { name: m.ambition_baselineYear, hint: m.ambition_baselineYear_hint },
	target2028: { name: m.ambition_target2028, hint: m.ambition_target2028_hint },
	target2040: { name: m.ambition_target2040, hint: m.ambition_target2040_hint },
	source: { name: m.ambition_source, hint: m.ambition_source_hint },
	unmeasured: { name: m.ambition_unmeasured, hint: m.ambition_unmeasured_hint },
	stop: { name: m.ambition_stop, hint: m.ambition_stop_hint },
	residents: { name: m.ambition_residents, hint: m.ambition_residents_hint },
	parties: { name: m.ambition_parties, hint: m.ambition_parties_hint },
	alarms: { name: m.ambition_alarms, hint: m.ambition_alarms_hint }
};

export const domainName: Record<Domain, () => string> = {
	care: m.ambition_care,
	welfare: m.ambition_welfare,
	safety: m.ambition_safety,
	housing: m.ambition_housing,
	youth: m.ambition_youth,
	liveability: m.ambition_liveability
};

export const faultName: Record<Fault, () => string> = {
	empty: m.ambition_fault_empty,
	'title-long': m.ambition_fault_title_long,
	'no-2040': m.ambition_fault_no_2040,
	'too-few': m.ambition_fault_too_few,
	'no-number': m.ambition_fault_no_number,
	'no-year': m.ambition_fault_no_year,
	'no-lead': m.ambition_fault_no_lead
};
