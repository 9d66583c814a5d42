// When tensions are worked at (M8); a lock or a pause holds all pens of the table (A6).

export const whileNaming = { stages: ['naming'], else: 'tensions-not-open', unlocked: true } as const;
export const whileMapping = { ...whileNaming, stages: ['mapping'] } as const;
export const whileEither = { ...whileNaming, stages: ['naming', 'mapping'] } as const;
