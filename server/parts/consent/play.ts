import type { ConsentState, SubjectState } from '#wire/parts/consent/state.ts';
import type { Voice } from '#server/demo/wilgenmeer.ts';
import { turnOf } from '#domain/parts/consent/phases.ts';
import type { Answered } from '#server/rehearsal/answer.ts';
import type { Player } from '#server/rehearsal/cast.ts';
import { acting, type Deed, type Scene } from '#server/rehearsal/play.ts';

// What people do in a consent round. Who has nothing to object waits until the objections are integrated.

type Said = Pick<Voice, 'stance' | 'words' | 'harms'>;
const agrees: Said = { stance: 'consent' };

/** The part of the step's facts that is about consent, or null. */
export const consentIn = ({ step }: Scene): ConsentState | null =>
	step.state?.part === 'consent' ? step.state : null;

/**
 * `voices` is what the organisations said about a subject, and who said nothing consents; `value` finds the value that an
 * objection harms.
 */
export function consenting(
	scene: Scene,
	voices: (subject: SubjectState) => readonly Voice[],
	value: (key: string) => string | undefined
): Deed[] {
	const now = consentIn(scene);
	if (now?.phase === 'questions') return asking(scene, now);
	if (now?.phase === 'reactions') return reacting(scene, now);
	return (now?.subjects ?? []).flatMap((subject) => [
		...accepting(scene, subject),
		...answering(scene, subject, voices(subject), value)
	]);
}

/** One organisation asks what it means for tomorrow. */
function asking(scene: Scene, { subjects, questions }: ConsentState): Deed[] {
	const [subject] = subjects;
	const by = scene.cast.people.find(({ organisation }) => organisation !== null);
	if (!subject || !by || questions.length > 0) return [];
	const id = scene.cast.idOf(`${scene.step.kind}question`);
	const text = 'Wat gaan mensen hier volgende maand van merken?';
	return [acting(scene, by, 'question', { act: 'ask', id, subject: subject.id, text })];
}

const lines = [
	'Dit herken ik uit ons werk.',
	'Hier kunnen wij mee verder.',
	'Ik hoor hierin wat inwoners ons vertellen.',
	'Het vraagt iets van ons, en dat is goed.'
];

/** Whose turn it is says a line. */
function reacting(scene: Scene, { reactions }: ConsentState): Deed[] {
	const turn = turnOf(reactions);
	const by = scene.cast.speakingFor(scene.cast.keyOf(turn ?? '') ?? '');
	if (!turn || !by) return [];
	const words = lines[reactions.findIndex(({ organisation }) => organisation === turn) % lines.length]!;
	return [speaking(scene, by, `reaction ${turn}`, { act: 'react', words })];
}

/** Who objected says that what was done with it will do. */
function accepting(scene: Scene, { voiced }: SubjectState): Deed[] {
	return voiced.flatMap(({ organisation, stance, stands, integration }) => {
		const by = scene.cast.speakingFor(scene.cast.keyOf(organisation) ?? '');
		if (!by || stance !== 'objection' || !stands || !integration || integration.accepted) return [];
		const { id } = integration;
		return [speaking(scene, by, `accept ${id}`, { act: 'acceptIntegration', integration: id })];
	});
}

/** An act of whoever answers for somebody's organisation: one of them is named, and the others are told so. */
function speaking(
	scene: Scene,
	by: Player,
	key: string,
	fields: Record<string, string> & { act: string }
): Deed {
	return {
		...{ key, by },
		async do() {
			let answer: Answered = { ok: false, reason: 'holder-speaks' };
			for (const one of scene.cast.of(by.organisation!)) {
				answer = await one.somebody.act(scene.step.id, fields);
				if (answer.ok || answer.reason !== 'holder-speaks') break;
			}
			return answer;
		}
	};
}

function answering(
	scene: Scene,
	subject: SubjectState,
	voices: readonly Voice[],
	value: (key: string) => string | undefined
): Deed[] {
	if (
		subject.voiced.some(
			({ stance, stands, integration }) => stance === 'objection' && stands && !integration?.accepted
		)
	)
		return [];
	const round = subject.voiced.some(({ stance }) => stance === 'objection') ? 2 : 1;
	const waits = scene.waits === true && round === 1 && voices.some(({ stance }) => stance === 'objection');
	const deeds = subject.standings.flatMap(({ organisation, standing }) => {
		const key = scene.cast.keyOf(organisation) ?? '';
		const by = scene.cast.speakingFor(key);
		const told = voices.find((v) => v.organisation === key && v.round === round);
		const voice: Said | undefined = told ?? (waits ? undefined : agrees);
		if (!by || !voice || standing !== 'asked') return [];
		const { stance, words = '', harms } = voice;
		const fields = {
			...{ act: 'stance', subject: subject.id, version: subject.version, stance, words },
			harms: (harms && value(harms)) ?? ''
		};
		return [
			{ stance, deed: speaking(scene, by, `${subject.id} ${subject.version} ${key} ${round}`, fields) }
		];
	});
	// Once somebody objects, who only worries would wait.
	const last = (stance: string) => Number(stance === 'objection');
	return deeds.toSorted((a, b) => last(a.stance) - last(b.stance)).map(({ deed }) => deed);
}
