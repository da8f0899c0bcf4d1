/** Characters that move the cursor, change a terminal's state or the order of text: C0, DEL, C1, line separators and bidirectional controls. */
export const isInvisible = (code: number): boolean =>
  code < 32 ||
  (code >= 0x7f && code <= 0x9f) ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  code === 0x061c ||
  code === 0xfeff ||
  (code >= 0xfff9 && code <= 0xfffb);

/** The text with every invisible character replaced by its number, so that nothing of a capture can steer a terminal. */
export function safe(s: string): string {
  for (let i = 0; i < s.length; i++) {
    if (isInvisible(s.charCodeAt(i))) return Array.from(s, (c) => (isInvisible(c.charCodeAt(0)) ? escaped(c.charCodeAt(0)) : c)).join('');
  }
  return s;
}

const escaped = (code: number): string =>
  code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
