import type { CardField, Domain, Fault } from '#domain/kinds/ambitions/ambition.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a field of an ambition card is called. */
export const fieldName: Record<CardField, () => string> = {
	name: m.ambition_name,
	text: m.ambition_text,
	values: m.ambition_values,
	domains: m.ambition_domains,
	from: m.ambition_from,
	to: m.ambition_to,
	indicator: m.ambition_indicator,
	unit: m.ambition_unit,
	baseline: m.ambition_baseline,
	baselineYear: m.ambition_baselineYear,
	target2028: m.ambition_target2028,
	target2040: m.ambition_target2040,
	source: m.ambition_source,
	unmeasured: m.ambition_unmeasured,
	stop: m.ambition_stop,
	residents: m.ambition_residents,
	parties: m.ambition_parties,
	alarms: m.ambition_alarms
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
