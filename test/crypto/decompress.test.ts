import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { Compression, decompress, MAX_DECOMPRESSED } from '../../src/crypto/decompress.ts';
import { has } from '../tools.ts';
import { encodeLz77, encodeLz77Huffman, encodeLznt1 } from './encoders.ts';

const hex = (text: string): Uint8Array => Buffer.from(text.replace(/\s/g, ''), 'hex');
const text = (raw: Uint8Array | null): string => Buffer.from(raw ?? []).toString('latin1');
const alphabet = 'abcdefghijklmnopqrstuvwxyz';
const abc = 'abc'.repeat(100);

/** 256 bytes of code lengths: those that are named, the rest zero. */
function lengths(codes: Readonly<Record<number, number>>): string {
  const table = Buffer.alloc(256);
  for (const [symbol, length] of Object.entries(codes)) table[Number(symbol) >> 1]! |= length << (Number(symbol) & 1 ? 4 : 0);
  return table.toString('hex');
}

describe("MS-XCA's examples", () => {
  const letters = Object.fromEntries(Array.from(alphabet, (c) => [c.charCodeAt(0), c < 'w' ? 5 : 4]));
  const examples: readonly (readonly [string, number, string, string])[] = [
    ['3.1, literals', Compression.lz77, `3f000000 ${Buffer.from(alphabet).toString('hex')}`, alphabet],
    ['3.1, a match', Compression.lz77, 'ffffff1f 616263 1700 0f ff 2601', abc],
    ['3.2, literals', Compression.lz77Huffman, `${lengths({ ...letters, 256: 4 })} d8523ed794115be9195ff9d67cdf8d0400000000`, alphabet],
    ['3.2, a match', Compression.lz77Huffman, `${lengths({ 97: 3, 98: 3, 99: 2, 256: 2, 287: 2 })} a8dc0000 ff 2601`, abc],
  ];
  test.each(examples)('%s', (_name, algorithm, compressed, expected) => {
    expect(text(decompress(algorithm, hex(compressed), expected.length))).toBe(expected);
  });

  test('3.3, LZNT1', () => {
    const compressed =
      '38b0 88 46232000204720410010a24701a0452044000845015079 00c0452005241388 05b4024a44ef0358028c091601484500be009e000401189000';
    const notes = [
      'F# F# G A A G F# E D D E F# F# E E F# F# G A A G F# E D D E F# E D D E E F# D E F# G F# D E F# G F# E D E A F# F# G A A G',
      ' F# E D D E F# E D D\0',
    ].join('');
    expect(text(decompress(Compression.lznt1, hex(compressed), 142))).toBe(notes);
  });
});

describe('round trips', () => {
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 0x7fffffff) % below;
  const samples: Readonly<Record<string, Uint8Array>> = {
    nothing: new Uint8Array(0),
    'one byte': Uint8Array.of(7),
    zeros: new Uint8Array(200_000),
    noise: Uint8Array.from({ length: 70_000 }, () => random(256)),
    'four letters': Uint8Array.from({ length: 150_000 }, () => 97 + random(4)),
    words: Buffer.from(Array.from({ length: 30_000 }, () => ['alpha ', 'beta ', 'gamma ', 'delta\n'][random(4)]).join('')),
  };
  for (const [name, plain] of Object.entries(samples)) {
    test.each([
      ['LZNT1', Compression.lznt1, encodeLznt1],
      ['LZ77', Compression.lz77, encodeLz77],
      ['LZ77+Huffman', Compression.lz77Huffman, encodeLz77Huffman],
    ] as const)(`${name}: %s`, (_algorithm, number, encode) => {
      const packed = encode(plain);
      expect(Buffer.compare(decompress(number, packed, plain.length)!, plain)).toBe(0);
    });

    test.skipIf(!has('lz4'))(`${name}: LZ4${has('lz4') ? '' : ' (skipped: lz4 is not installed)'}`, () => {
      // One block of the frame format: behind a header of seven bytes its length, bit 31 for one that is not compressed.
      const frame = execFileSync('lz4', ['-c', '-B7', '--no-frame-crc'], {
        input: plain,
        maxBuffer: 2 ** 24,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const length = frame.readUInt32LE(7);
      if (length === 0 || length >= 2 ** 31) return;
      expect(Buffer.compare(decompress(Compression.lz4, frame.subarray(11, 11 + length), plain.length)!, plain)).toBe(0);
    });
  }

  test('LZ4 of literals alone, with a length in further bytes', () => {
    const plain = samples.noise!.subarray(0, 300);
    expect(decompress(Compression.lz4, Uint8Array.of(0xf0, 255, 30, ...plain), 300)).toEqual(Uint8Array.from(plain));
  });
});

describe('Pattern_V1 and none', () => {
  test('one byte, many times', () => {
    expect(decompress(Compression.patternV1, hex('2a 00 0000 05000000'), 5)).toEqual(new Uint8Array(5).fill(0x2a));
    expect(decompress(Compression.patternV1, hex('2a 00 0000 ffffffff'), 3)).toEqual(new Uint8Array(3).fill(0x2a));
    expect(decompress(Compression.patternV1, hex('2a 00'), 3)).toHaveLength(0);
  });

  test('none is the input', () => {
    expect(decompress(Compression.none, hex('0102'), 8)).toEqual(hex('0102'));
  });
});

describe('hostile data', () => {
  test('unknown algorithms and sizes beyond the limit give nothing', () => {
    expect(decompress(9, hex('00'), 1)).toBeNull();
    expect(decompress(Compression.lz4, hex('00'), MAX_DECOMPRESSED + 1)).toBeNull();
    expect(decompress(Compression.lz4, hex('00'), Number.NaN)).toBeNull();
    expect(decompress(Compression.lz4, hex('00'), -1)).toBeNull();
  });

  test('prefixes and mutations never throw, and never exceed the size', () => {
    let seed = 1;
    const random = (below: number): number => (seed = (seed * 48_271) % 0x7fffffff) % below;
    const plain = Buffer.from(`${abc}${alphabet}${'z'.repeat(700)}${abc}`);
    for (const [algorithm, packed] of [
      [Compression.lznt1, encodeLznt1(plain)],
      [Compression.lz77, encodeLz77(plain)],
      [Compression.lz77Huffman, encodeLz77Huffman(plain)],
      [Compression.patternV1, hex('2a00000005000000')],
      [Compression.lz4, hex('f00f 6162636465666768696a6b6c6d6e6f 0300 ff ff 10 50 6162636465')],
    ] as const) {
      for (let n = 0; n <= packed.length; n++) expect(decompress(algorithm, packed.subarray(0, n), 900)!.length).toBeLessThanOrEqual(900);
      for (let round = 0; round < 1500; round++) {
        const changed = Uint8Array.from(packed);
        for (let k = random(5); k >= 0; k--) changed[random(changed.length)] = [0, 0xff, random(256)][random(3)]!;
        const size = random(3000);
        expect(decompress(algorithm, changed, size)!.length).toBeLessThanOrEqual(size);
      }
    }
  });

  test('the largest size is quick', () => {
    const began = performance.now();
    expect(decompress(Compression.lz77, hex('ffffff7f 61 0700 0f ff 0000 ffffff00'), MAX_DECOMPRESSED)!.length).toBeLessThanOrEqual(
      MAX_DECOMPRESSED,
    );
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
