// A form and nothing else: it works at once on a slow phone, and carries no script at all.
export const csr = false;
