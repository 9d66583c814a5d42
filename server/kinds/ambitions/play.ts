import { nameOf } from '#domain/parts/harvest/harvest.ts';
import type { AmbitionState, AmbitionsState } from '#wire/kinds/ambitions/state.ts';
import { wilgenmeer, type Wilgenmeer } from '#server/demo/wilgenmeer.ts';
import { acting, type Deed, type Play, type Scene } from '#server/rehearsal/play.ts';
import type { Player } from '#server/rehearsal/cast.ts';
import { writingTexts } from '#server/parts/cards/play.ts';
import { consenting, consentIn } from '#server/parts/consent/play.ts';

type Story = Wilgenmeer['ambitions'][number];

const ambitionsIn = ({ step }: Scene): AmbitionsState | null =>
	step.state?.part === 'ambitions' ? step.state : null;
const storyOf = (name: string) => wilgenmeer.ambitions.find((ambition) => ambition.name === name);

const nameIn = (list: readonly { key: string; name: string }[], key: string) =>
	list.find((item) => item.key === key)!.name;

/** What the story says that an ambition rests on, by name. */
function restsOn({ values, themes, tensions }: Story): string[] {
	const tension = (key: string) => wilgenmeer.tensions.find((item) => item.key === key)!;
	return [
		...values.map((key) => nameIn(wilgenmeer.values, key)),
		...themes.map((key) => nameIn(wilgenmeer.themes, key)),
		...tensions.map((key) => nameOf('tension', { poleA: tension(key).poleA, poleB: tension(key).poleB }))
	];
}

function textsOf(story: Story): Record<string, string> {
	const { from, to, indicator, unit, baseline, baselineYear, target2028, target2040 } = story;
	const { source, unmeasured, stop, residents, alarms, text, firstText } = story;
	return {
		...{ text: firstText ?? text, from, to, indicator, unit, baseline, baselineYear, target2028, target2040 },
		...{ source, unmeasured, stop, residents, alarms: alarms.join('\n') }
	};
}

/** The organisation that leads holds the pen; what it is about and who carries it is chosen, the rest is written. */
function writing(scene: Scene): Deed[] {
	const now = ambitionsIn(scene);
	return (now?.cards ?? []).flatMap((card) => {
		const story = storyOf(card.name);
		const by = story && (scene.cast.speakingFor(story.lead) ?? scene.cast.people[0]);
		if (!story || !by) return [];
		const missing = now!.linkable.filter(
			({ id, name }) => restsOn(story).includes(name) && !card.links.includes(id)
		);
		return [
			writingTexts(scene, by, card.id, textsOf(story)),
			...missing.map(({ id }) =>
				acting(scene, by, `${card.id} ${id}`, { act: 'link', from: card.id, to: id, on: 'yes' })
			),
			...choosing(scene, by, card, story)
		];
	});
}

function choosing(
	{ cast, ...scene }: Scene,
	by: Player,
	{ id, details }: AmbitionState,
	story: Story
): Deed[] {
	const deed = (key: string, fields: Record<string, string> & { act: string }) =>
		acting({ cast, ...scene }, by, `${id} ${key}`, { ...fields, ambition: id });
	const lead = cast.organisations.get(story.lead)!;
	const others = story.others.map((key) => cast.organisations.get(key)!);
	return [
		...story.domains
			.filter((domain) => !(details.domains as string[]).includes(domain))
			.map((domain) => deed(domain, { act: 'domain', domain, on: 'yes' })),
		...(details.lead === lead ? [] : [deed('lead', { act: 'lead', organisation: lead })]),
		...others
			.filter((organisation) => !details.others.includes(organisation))
			.map((organisation) => deed(organisation, { act: 'party', organisation, on: 'yes' }))
	];
}

export const ambitions: Play = {
	kind: 'ambitions',
	stages: {
		writing,
		consenting(scene) {
			const harmable = consentIn(scene)?.harmable ?? [];
			return consenting(
				scene,
				({ name }) => wilgenmeer.stances.filter(({ ambition }) => ambition === storyOf(name)?.key),
				(key) => (harmable.find(({ name }) => name === nameIn(wilgenmeer.values, key)) ?? harmable[0])?.id
			);
		}
	}
};
