/** The options of a pcapng block, and the texts in them. */
const decoder = new TextDecoder();

export interface Option {
  readonly code: number;
  /** Offset of the value in the bytes that were given. */
  readonly start: number;
  readonly length: number;
}

export const COMMENT = 1;
const END = 0;

/** Lists the options in bytes[start, end); what does not fit ends the list. */
export function* readOptions(data: DataView, start: number, end: number, little: boolean): Generator<Option> {
  let at = start;
  while (at + 4 <= end) {
    const code = data.getUint16(at, little);
    const length = data.getUint16(at + 2, little);
    if (code === END || at + 4 + length > end) return;
    yield { code, start: at + 4, length };
    at += 4 + ((length + 3) & ~3);
  }
}

/** UTF-8 up to the first zero; bytes that are none become replacement characters. */
export function readText(bytes: Uint8Array, start: number, length: number): string {
  const end = bytes.subarray(start, start + length).indexOf(0);
  return decoder.decode(bytes.subarray(start, start + (end < 0 ? length : end)));
}
