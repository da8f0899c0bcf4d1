/** An order by texts, each asked for once. */
export function byText(read: (code: number) => string): (a: number, b: number) => number {
  const known = new Map<number, string>();
  const of = (code: number): string => {
    let text = known.get(code);
    if (text === undefined) known.set(code, (text = read(code)));
    return text;
  };
  return (a, b) => {
    const [x, y] = [of(a), of(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes in the unit that shows three digits of it; empty for none. */
export function bytes(value: number): string {
  if (value === 0) return '';
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${unit === 0 || rest >= 100 ? Math.round(rest) : rest.toPrecision(3)} ${UNITS[unit]}`;
}

/** A count; empty for none. */
export const some = (value: number): string => (value === 0 ? '' : String(value));
