/** Nothing behind it says more. */
const longest = 400;

const browsers = [
	['Edg', 'Edge'],
	['OPR/', 'Opera'],
	['SamsungBrowser', 'Samsung Internet'],
	['FxiOS', 'Firefox'],
	['Firefox', 'Firefox'],
	['CriOS', 'Chrome'],
	['Chrome', 'Chrome'],
	['Safari', 'Safari']
] as const;

const systems = [
	['iPhone', 'iPhone'],
	['iPad', 'iPad'],
	['Android', 'Android'],
	['Windows', 'Windows'],
	['CrOS', 'ChromeOS'],
	['Mac OS', 'Mac'],
	['Linux', 'Linux']
] as const;

/** What somebody calls the device that a browser says to be: 'Firefox, Android'; empty where it says nothing we know. */
export function deviceOf(userAgent: string | null | undefined): string {
	const said = (userAgent ?? '').slice(0, longest);
	const nameIn = (names: readonly (readonly [mark: string, name: string])[]) =>
		names.find(([mark]) => said.includes(mark))?.[1];
	return [nameIn(browsers), nameIn(systems)].filter(Boolean).join(', ');
}
