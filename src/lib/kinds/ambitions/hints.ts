import type { CardField } from '#domain/kinds/ambitions/ambition.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a field of an ambition card asks, for whoever writes it. */
export const fieldHint: Record<CardField, () => string> = {
	name: m.ambition_name_hint,
	text: m.ambition_text_hint,
	values: m.ambition_values_hint,
	domains: m.ambition_domains_hint,
	from: m.ambition_from_hint,
	to: m.ambition_to_hint,
	indicator: m.ambition_indicator_hint,
	unit: m.ambition_unit_hint,
	baseline: m.ambition_baseline_hint,
	baselineYear: m.ambition_baselineYear_hint,
	target2028: m.ambition_target2028_hint,
	target2040: m.ambition_target2040_hint,
	source: m.ambition_source_hint,
	unmeasured: m.ambition_unmeasured_hint,
	stop: m.ambition_stop_hint,
	residents: m.ambition_residents_hint,
	parties: m.ambition_parties_hint,
	alarms: m.ambition_alarms_hint
};
