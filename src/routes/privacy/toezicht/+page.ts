// Something to read, and to print: it carries no script at all.
export const csr = false;
