import { describe, expect, test } from 'vitest';
import { fsctls } from '../../dissectors/fsctl/index.ts';
import { dispatch, u32 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { buffers as fsctlBuffers } from './fsctl-buffers.ts';
import { byPlace, layoutOf } from './layout.ts';
import { rows, torture } from './rows.ts';
import { buffers as rsvdBuffers } from './rsvd-buffers.ts';

const buffers = [...fsctlBuffers, ...rsvdBuffers];

const Ioctl = struct('', 'a control code and its buffer', {
  CtlCode: u32('').peek(),
  Skip: u32(''),
  Buffer: dispatch('', fsctls, 'CtlCode'),
});

/** The buffer behind its code, at which everything counts from the buffer. */
function behind(code: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(code);
  return Buffer.concat([head, bytes]);
}

const shifted = (row: string): string => row.replace(/^\d+/, (n) => String(Number(n) - 4));

describe('buffers of control codes', () => {
  test.each(buffers)('%s 0x%i %s', (_name, code, direction, layout) => {
    const { bytes, expected } = layoutOf(layout);
    const found = rows(Ioctl, behind(code, bytes), { isResponse: direction === 'response' });
    const inside = found.filter((row) => !row.startsWith('0+4 '));
    expect(inside.map(shifted).sort(byPlace)).toEqual(expected);
  });

  test('none is broken by damage', () => {
    for (const [, code, direction, layout] of buffers) {
      const raw = behind(code, layoutOf(layout).bytes);
      torture(Ioctl, raw.length > 300 ? raw.subarray(0, 120) : raw, () => ({ isResponse: direction === 'response' }));
    }
  });
});
