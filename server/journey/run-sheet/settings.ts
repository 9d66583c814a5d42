import { checkDotRules } from '#domain/parts/dots/dots.ts';
import { checkLine } from '#domain/text/text.ts';
import { wholeNumber } from '#domain/journey/run-sheet.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

// The settings of a step that its facilitators change; which of them a step has, its template says.

/** The soft bell of a turn, seconds. */
const turnLimits = { least: 5, most: 600 };
/** Visible characters in a ground rule, and rules that a table can keep in mind. */
const ruleLimit = 120;
const mostRules = 12;

export type Settings = Record<string, unknown>;
/** As the fields of a form have them; a field that is not there stays as it was. */
type Given = Partial<Record<'dotsEach' | 'dotsMost' | 'turnSeconds' | 'rules', string>>;

export const settingsOf = (step: Pick<StepRow, 'settings'>) => JSON.parse(step.settings) as Settings;

export async function keepSettings(tx: Query, step: string, settings: Settings): Promise<void> {
	await tx
		.updateTable('step')
		.set({ settings: JSON.stringify(settings) })
		.where('id', '=', step)
		.execute();
}

/** Of these settings, those that a form can change, as text for its fields. */
export function editable(settings: Settings): Given {
	const { dotsEach, dotsMost, turnSeconds, rules } = settings;
	return {
		...('dotsEach' in settings && { dotsEach: String(dotsEach), dotsMost: String(dotsMost) }),
		...('turnSeconds' in settings && { turnSeconds: String(turnSeconds) }),
		...(Array.isArray(rules) && { rules: rules.join('\n') })
	};
}

/** The settings with what was given, or the field that can't be (D9). What was not given stays. */
export function changeSettings(settings: Settings, given: Given): Outcome<{ settings: Settings }> {
	const now = { ...editable(settings), ...given };
	const changed = { ...settings };
	if ('dotsEach' in settings) {
		const each = wholeNumber(now.dotsEach ?? '', 1, 99) ?? 0;
		const most = wholeNumber(now.dotsMost ?? '', 1, 99) ?? 0;
		const dots = checkDotRules(each, most);
		if (!dots.ok) return refused(dots.reason, 'dotsEach');
		Object.assign(changed, { dotsEach: each, dotsMost: most });
	}
	if ('turnSeconds' in settings) {
		const seconds = wholeNumber(now.turnSeconds ?? '', turnLimits.least, turnLimits.most);
		if (seconds === null) return refused('seconds-invalid', 'turnSeconds');
		changed.turnSeconds = seconds;
	}
	if ('rules' in settings) {
		const rules = checkRules(now.rules ?? '');
		if (!rules.ok) return rules;
		changed.rules = rules.rules;
	}
	return { ok: true, settings: changed };
}

/** One rule a line. */
function checkRules(text: string): Outcome<{ rules: string[] }> {
	const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
	if (lines.length > mostRules) return refused('rules-too-many', 'rules');
	const rules: string[] = [];
	for (const line of lines) {
		const rule = checkLine(line, ruleLimit);
		if (!rule.ok) return refused(rule.reason, 'rules');
		rules.push(rule.text);
	}
	return { ok: true, rules };
}
