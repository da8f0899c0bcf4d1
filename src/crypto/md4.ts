const ROUND2 = 0x5a827999;
const ROUND3 = 0x6ed9eba1;
const ORDER2 = [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15] as const;
const ORDER3 = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15] as const;
const SHIFTS1 = [3, 7, 11, 19] as const;
const SHIFTS2 = [3, 5, 9, 13] as const;
const SHIFTS3 = [3, 9, 11, 15] as const;

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** MD4, RFC 1320: 16 bytes. OpenSSL 3 has it no longer. */
export function md4(data: Uint8Array): Buffer {
  const padded = Buffer.alloc((((data.length + 8) >> 6) << 6) + 64);
  padded.set(data);
  padded[data.length] = 0x80;
  padded.writeUInt32LE((data.length << 3) >>> 0, padded.length - 8);
  padded.writeUInt32LE(data.length >>> 29, padded.length - 4);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  const x = new Array<number>(16);
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) x[i] = padded.readInt32LE(at + 4 * i);
    block(state, x);
  }
  const digest = Buffer.alloc(16);
  for (let i = 0; i < 4; i++) digest.writeInt32LE(state[i]! | 0, 4 * i);
  return digest;
}

/** RFC 1320 3.4. */
function block(state: number[], x: readonly number[]): void {
  let [a, b, c, d] = state as [number, number, number, number];
  const turn = (sum: number, shift: number): void => {
    const next = rotate((a + sum) | 0, shift);
    a = d;
    d = c;
    c = b;
    b = next;
  };
  for (let i = 0; i < 16; i++) turn(((b & c) | (~b & d)) + x[i]!, SHIFTS1[i & 3]!);
  for (let i = 0; i < 16; i++) turn(((b & c) | (b & d) | (c & d)) + x[ORDER2[i]!]! + ROUND2, SHIFTS2[i & 3]!);
  for (let i = 0; i < 16; i++) turn((b ^ c ^ d) + x[ORDER3[i]!]! + ROUND3, SHIFTS3[i & 3]!);
  state[0] = (state[0]! + a) | 0;
  state[1] = (state[1]! + b) | 0;
  state[2] = (state[2]! + c) | 0;
  state[3] = (state[3]! + d) | 0;
}
