import { describe, expect, onTestFinished, test } from 'vitest';
import { until } from './shown.svelte.ts';
import { keepFocus } from './kept-focus.ts';

/** A page with this in it, whose focus is kept. */
function page(html: string): void {
	document.body.innerHTML = html;
	const stop = keepFocus();
	onTestFinished(() => {
		stop();
		document.body.innerHTML = '';
	});
}

const the = (selector: string) => document.querySelector<HTMLElement>(selector)!;
const focused = () => document.activeElement;
const row = (id: string) => `<li id="${id}">${id} <button>Weg</button></li>`;

describe('when what has the focus goes', () => {
	test('P13 it goes to the next of its list, and not to the button in it', async () => {
		page(`<main id="main"><ul>${row('anna')}${row('bas')}${row('cor')}</ul></main>`);
		the('#bas button').focus();
		the('#bas').remove();
		await until(() => focused() === the('#cor'));
		the('#cor button').focus();
		expect(the('#cor').hasAttribute('tabindex')).toBe(false);
		the('#cor').remove();
		await until(() => focused() === the('#anna'));
	});

	test('P13 after the last one to the heading of the part that the list stands in', async () => {
		page(`<main id="main"><section aria-labelledby="mine"><h2 id="mine">Mijn apparaten</h2>
			<div class="place"><ul>${row('tablet')}</ul></div></section></main>`);
		the('#tablet button').focus();
		the('.place').innerHTML = '<p>Geen andere apparaten.</p>';
		await until(() => focused() === the('#mine'));
	});

	test('P13 when the whole part went, to what the page is about', async () => {
		page(
			`<div class="top"><section aria-label="Nieuw">${row('anna')}</section></div><main id="main">Waarden</main>`
		);
		the('#anna button').focus();
		the('section').remove();
		await until(() => focused() === the('#main'));
	});

	test('P13 one act that takes the place of another leaves it on their row', async () => {
		page(`<main id="main"><ul>${row('anna')}${row('bas')}</ul></main>`);
		the('#anna button').focus();
		the('#anna button').outerHTML = '<button>Toch wel</button>';
		await until(() => focused() === the('#anna'));
	});

	test('P13 several that go at once are one loss, whichever goes first', async () => {
		page(`<main id="main"><ul>${row('anna')}${row('bas')}${row('cor')}</ul></main>`);
		the('#anna button').focus();
		the('#anna button').remove();
		the('#bas').remove();
		the('#anna').remove();
		await until(() => focused() === the('#cor'));
	});

	test('P13 what folds away is passed over', async () => {
		page(`<main id="main"><section aria-label="Mensen"><details open><ul>${row('anna')}${row('bas')}</ul>
			</details></section></main>`);
		the('#anna button').focus();
		the('details').removeAttribute('open');
		the('#anna button').remove();
		await until(() => focused() === the('section'));
	});

	test('P13 what is only laid elsewhere keeps it', async () => {
		page(`<main id="main"><ul>${row('anna')}${row('bas')}</ul></main>`);
		const button = the('#anna button');
		button.focus();
		the('ul').append(the('#anna'));
		await until(() => focused() === button);
	});

	test('P13 whoever left it themselves, or is on the way to another page, is called nowhere', async () => {
		page(`<div><main id="main"><ul>${row('anna')}${row('bas')}</ul></main></div>`);
		the('#anna button').focus();
		the('#anna button').blur();
		await Promise.resolve();
		the('#anna').remove();
		await Promise.resolve();
		expect(focused()).toBe(document.body);
		the('#bas button').focus();
		the('div').innerHTML = '<main id="main">Elders</main>';
		await Promise.resolve();
		expect(focused()).toBe(document.body);
	});
});
