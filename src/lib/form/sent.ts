/** What a form is told when the server has what was in it. */
export const sent = 'siroop-sent';

export const sayItIsSent = (form: HTMLFormElement | undefined): void =>
	void form?.dispatchEvent(new Event(sent));
