/** 'localhost', '127.0.0.1', '[::1]', each with or without a port. */
export const isLoopback = (host: string | undefined) =>
	/^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)(:\d+)?$/i.test(host ?? '');
