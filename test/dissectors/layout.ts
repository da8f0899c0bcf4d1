/** Bytes laid out one field a line, with what is expected of them: `hex  name text`. */
export interface Layout {
  readonly bytes: Buffer;
  /** As `rows` has them, in the order of the bytes. */
  readonly expected: readonly string[];
}

/** Hexadecimal digits, 'text' in Latin-1 and "text" in UTF-16LE; two blanks before the row, none where the bytes are no row. */
export function layoutOf(text: string): Layout {
  const parts: Buffer[] = [];
  const expected: string[] = [];
  let offset = 0;
  for (const line of text.split('\n').map((l) => l.trim())) {
    if (line === '') continue;
    const [, raw, row] = /^((?:'[^']*'|"[^"]*"|[0-9a-f]+(?:\*\d+)?)(?: (?:'[^']*'|"[^"]*"|[0-9a-f]+(?:\*\d+)?))*)(?: {2,}(.*))?$/.exec(
      line,
    )!;
    const bytes = Buffer.concat([...raw!.matchAll(/'([^']*)'|"([^"]*)"|([0-9a-f]+)(?:\*(\d+))?/g)].map(bytesOf));
    if (row !== undefined) expected.push(`${offset}+${bytes.length} ${row}`);
    parts.push(bytes);
    offset += bytes.length;
  }
  return { bytes: Buffer.concat(parts), expected };
}

function bytesOf([, latin, wide, hex, times]: RegExpMatchArray): Buffer {
  if (latin !== undefined) return Buffer.from(latin, 'latin1');
  if (wide !== undefined) return Buffer.from(wide, 'utf16le');
  return Buffer.from(hex!.repeat(Number(times ?? 1)), 'hex');
}

export const byPlace = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10);
