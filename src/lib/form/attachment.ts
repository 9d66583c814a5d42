/** The headers of a file to keep: its name in every script, its type, and no copy on the way (RFC 6266). */
export function attachment(name: string, type: string): Record<string, string> {
	const plain = name.normalize('NFKD').replace(/[^\w .-]/g, '');
	const encoded = encodeURIComponent(name).replace(
		/['()*]/g,
		(c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return {
		'Content-Type': `${type}; charset=utf-8`,
		'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
		'Cache-Control': 'no-store'
	};
}
