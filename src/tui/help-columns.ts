const COLUMN = 95;

/** How many columns of keys a width has room for. */
export const helpColumns = (columns: number): number => Math.max(1, Math.floor(columns / COLUMN));
