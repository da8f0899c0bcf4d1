/** Encoders for round trips: greedy, with the nearest of a few earlier places, and made from the specifications alone. */

interface Match {
  readonly back: number;
  readonly length: number;
}

/** The longest of the matches that begin where the same three bytes were seen last. */
function finder(input: Uint8Array): (at: number, base: number, longest: number) => Match | null {
  const last = new Map<number, number>();
  const key = (at: number): number => input[at]! | (input[at + 1]! << 8) | (input[at + 2]! << 16);
  let indexed = 0;
  return (at, base, longest) => {
    for (; indexed < at && indexed + 3 <= input.length; indexed++) last.set(key(indexed), indexed);
    if (at + 3 > input.length || longest < 3) return null;
    const from = last.get(key(at));
    if (from === undefined || from < base) return null;
    let length = 3;
    while (length < longest && at + length < input.length && input[at + length] === input[from + length]) length++;
    return { back: at - from, length };
  };
}

const le16 = (n: number): number[] => [n & 255, (n >> 8) & 255];
const le32 = (n: number): number[] => [...le16(n), ...le16(n >>> 16)];

export function encodeLznt1(input: Uint8Array): Uint8Array {
  const out: number[] = [];
  const find = finder(input);
  for (let start = 0; start < input.length; start += 4096) {
    const end = Math.min(input.length, start + 4096);
    const chunk: number[] = [];
    for (let at = start; at < end; ) {
      const flagAt = chunk.push(0) - 1;
      for (let bit = 0; bit < 8 && at < end; bit++) {
        let bits = 4;
        while (bits < 12 && 2 ** bits < at - start) bits++;
        const match = find(at, start, Math.min(end - at, 2 ** (16 - bits) + 2));
        if (match === null) chunk.push(input[at++]!);
        else {
          chunk[flagAt]! |= 1 << bit;
          chunk.push(...le16(((match.back - 1) << (16 - bits)) | (match.length - 3)));
          at += match.length;
        }
      }
    }
    if (chunk.length < end - start) out.push(...le16(0xb000 | (chunk.length - 1)), ...chunk);
    else out.push(...le16(0x3000 | (end - start - 1)), ...input.subarray(start, end));
  }
  return Uint8Array.from(out);
}

export function encodeLz77(input: Uint8Array): Uint8Array {
  const out: number[] = [];
  const find = finder(input);
  let flagAt = 0;
  let flags = 0;
  let count = 0;
  let half = -1;
  const close = (): void => {
    const all = count === 32 ? flags : ((flags << (32 - count)) | (2 ** (32 - count) - 1)) >>> 0;
    le32(all).forEach((b, i) => {
      out[flagAt + i] = b;
    });
    flags = count = 0;
  };
  // The flag's place is settled before what it speaks of, its value after 32 of them.
  for (let at = 0; at < input.length; ) {
    const match = find(at, Math.max(0, at - 8192), 200_000);
    if (count === 0) flagAt = out.push(0, 0, 0, 0) - 4;
    if (match === null) out.push(input[at++]!);
    else {
      const rest = match.length - 3;
      out.push(...le16(((match.back - 1) << 3) | Math.min(rest, 7)));
      if (rest >= 7) {
        const nibble = Math.min(rest - 7, 15);
        if (half < 0) half = out.push(nibble) - 1;
        else {
          out[half]! |= nibble << 4;
          half = -1;
        }
        if (nibble === 15) {
          if (rest - 22 < 255) out.push(rest - 22);
          else if (rest < 65_536) out.push(255, ...le16(rest));
          else out.push(255, 0, 0, ...le32(rest));
        }
      }
      at += match.length;
    }
    flags = ((flags << 1) | (match === null ? 0 : 1)) >>> 0;
    if (++count === 32) close();
  }
  if (count === 0) flagAt = out.push(0, 0, 0, 0) - 4;
  close();
  return Uint8Array.from(out);
}

/** Every symbol has nine bits: a complete code whose table is the same in each block. */
export function encodeLz77Huffman(input: Uint8Array): Uint8Array {
  const out: number[] = [];
  const find = finder(input);
  let at = 0;
  do {
    for (let i = 0; i < 256; i++) out.push(0x99);
    let slots = [out.push(0, 0) - 2, out.push(0, 0) - 2];
    let word = 0;
    let used = 0;
    const flush = (value: number): void => {
      out[slots[0]!] = value & 255;
      out[slots[0]! + 1] = value >> 8;
    };
    const put = (value: number, width: number): void => {
      for (let bit = width - 1; bit >= 0; bit--) {
        if (used === 16) {
          flush(word);
          slots = [slots[1]!, out.push(0, 0) - 2];
          word = used = 0;
        }
        word |= ((value >> bit) & 1) << (15 - used++);
      }
    };
    const blockEnd = at + 65_536;
    while (at < blockEnd && at < input.length) {
      const match = find(at, Math.max(0, at - 65_535), 200_000);
      if (match === null) put(input[at++]!, 9);
      else {
        const width = 31 - Math.clz32(match.back);
        const rest = match.length - 3;
        put(256 + (width << 4) + Math.min(rest, 15), 9);
        if (rest >= 15) {
          if (rest - 15 < 255) out.push(rest - 15);
          else if (rest < 65_536) out.push(255, ...le16(rest));
          else out.push(255, 0, 0, ...le32(rest));
        }
        put(match.back - (1 << width), width);
        at += match.length;
      }
    }
    if (at >= input.length) put(256, 9);
    flush(word);
  } while (at < input.length);
  return Uint8Array.from(out);
}
