import { describe, expect, test } from 'vitest';
import type { Node } from '../src/dissect/node.ts';
import { MAX_ITEMS, MAX_ROWS } from '../src/dissect/walk.ts';
import { Records } from '../src/smb/records.ts';
import { echo, layout, Sender, unitsOf } from './net/packets.ts';
import { everyNode } from './samples.ts';
import { checkRecord } from './torture.ts';

/** A message of that command whose body is given; the sizes and offsets in it are up to the caller. */
function message(command: number, body: Uint8Array, flags = 0): Buffer {
  const header = Buffer.from(echo(1).subarray(4, 68));
  header.writeUInt16LE(command, 12);
  header.writeUInt32LE(flags, 16);
  return layout([0, 1], [header.length + body.length, 3], header, body);
}

/** The tree of one message that comes in segments of 60,000 bytes. */
function treeOf(...messages: readonly Buffer[]): Node[] {
  const sender = new Sender();
  const frames: Buffer[] = [];
  for (const m of messages) for (let at = 0; at < m.length; at += 60_000) frames.push(sender.send(m.subarray(at, at + 60_000)));
  const { pass, units } = unitsOf(frames);
  const record = new Records(pass).record(units.length - 1);
  checkRecord(record, true);
  return record.tree;
}

const u16 = (n: number): Buffer => layout([((n & 255) << 8) | (n >> 8), 2]);
const u32 = (n: number): Buffer => Buffer.concat([u16(n & 0xffff), u16(n >>> 16)]);

/** A CREATE Request whose contexts are the given bytes. */
function create(contexts: Uint8Array): Buffer {
  const body = Buffer.alloc(56);
  body.writeUInt16LE(57, 0);
  body.writeUInt32LE(64 + 56, 48);
  body.writeUInt32LE(contexts.length, 52);
  return message(5, Buffer.concat([body, contexts]));
}

const walked = (tree: readonly Node[]): number => [...everyNode(tree)].filter((n) => n.kind !== 2).length;
const notes = (tree: readonly Node[]): unknown[] => [...everyNode(tree)].filter((n) => n.trouble !== null).map((n) => n.extra);

describe('the work for a message is bounded', () => {
  test('create contexts that overlap, a million bytes of them', () => {
    // Each says that it holds all the bytes after it.
    const one = Buffer.concat([u32(8), u16(16), u16(4)]);
    const tree = treeOf(create(Buffer.alloc(1_000_000, one)));
    expect(walked(tree)).toBeLessThan(MAX_ROWS + 1000);
    expect(notes(tree).length).toBeGreaterThan(0);
  });

  test('more create contexts than a list may have', () => {
    const one = Buffer.concat([u32(32), u16(16), u16(4), u16(0), u16(0), u32(0), Buffer.from('DHnC'), Buffer.alloc(12)]);
    const tree = treeOf(create(Buffer.alloc(32 * (MAX_ITEMS + 10), one)));
    expect(notes(tree)).toContainEqual(expect.stringContaining(`more than ${MAX_ITEMS} items`));
    expect(walked(tree)).toBeLessThan(MAX_ROWS + 1000);
  });

  test('a create context that points to itself', () => {
    for (const next of [1, 2, 3]) expect(notes(treeOf(create(Buffer.concat([u32(next), Buffer.alloc(40)]))))).toHaveLength(1);
  });

  test('a NEGOTIATE Request with 65535 dialects', () => {
    const body = Buffer.alloc(36 + 2 * 65_535, 0x11);
    body.writeUInt16LE(36, 0);
    body.writeUInt16LE(65_535, 2);
    const tree = treeOf(message(0, body));
    expect(walked(tree)).toBeLessThan(MAX_ITEMS + 200);
    expect(notes(tree)).toContainEqual(expect.stringContaining(`more than ${MAX_ITEMS} items`));
  });

  test('a LOCK Request with more locks than there are bytes', () => {
    const body = Buffer.alloc(24 + 24);
    body.writeUInt16LE(48, 0);
    body.writeUInt16LE(65_535, 2);
    expect(notes(treeOf(message(10, body)))).toEqual(['Locks: 65535 items declared, 1 fit']);
  });

  test('offsets and lengths of all ones', () => {
    for (let command = 0; command < 20; command++)
      for (const flags of [0, 1, 3])
        for (const fill of [0xff, 0x7f, 0x00, 0x40]) {
          const body = Buffer.alloc(300, fill);
          expect(walked(treeOf(message(command, body, flags)))).toBeLessThan(600);
        }
  });

  test('a compound of 4096 members, and of more', () => {
    const member = (next: number): Buffer => {
      const m = Buffer.from(echo(1, 4).subarray(4));
      m.writeUInt32LE(next, 20);
      return m;
    };
    const members = Buffer.concat([...Array.from({ length: 5000 }, () => member(72)), member(0)]);
    const sender = new Sender();
    const unit = layout([0, 1], [members.length, 3], members);
    const frames = [];
    for (let at = 0; at < unit.length; at += 60_000) frames.push(sender.send(unit.subarray(at, at + 60_000)));
    const { units, pass } = unitsOf(frames);
    expect(units).toHaveLength(1);
    expect(pass.messages.count).toBe(4096);
    checkRecord(new Records(pass).record(0), false);
  });

  test('a compound whose members point backwards or past the end', () => {
    for (const next of [1, 8, 63, 65, 0xffffffff, 0x80000000, 1_000_000]) {
      const m = Buffer.from(echo(1, 200));
      m.writeUInt32LE(next, 4 + 20);
      const { pass } = unitsOf([new Sender().send(m)]);
      expect(pass.messages.count).toBe(1);
      checkRecord(new Records(pass).record(0), true);
    }
  });
});

describe('time grows with the bytes, not with their square', () => {
  // Counted in messages and rows, not in seconds: what is slow by a power fails the time limit of the test.
  test('a hundred thousand requests that nobody answers', { timeout: 30_000 }, () => {
    const sender = new Sender();
    const frames = Array.from({ length: 1000 }, (_, i) =>
      sender.send(Buffer.concat(Array.from({ length: 100 }, (_, k) => echo(i * 100 + k)))),
    );
    expect(unitsOf(frames).pass.messages.count).toBe(100_000);
  });

  test('a hundred thousand sessions', { timeout: 30_000 }, () => {
    const sender = new Sender();
    const frames = Array.from({ length: 1000 }, (_, i) =>
      sender.send(
        Buffer.concat(
          Array.from({ length: 100 }, (_, k) => {
            const m = echo(i * 100 + k);
            m.writeUInt32LE(i * 100 + k + 1, 4 + 40);
            return m;
          }),
        ),
      ),
    );
    expect(unitsOf(frames).pass.smb2.sessions.length).toBe(100_000);
  });

  test('a megabyte of zeros, of ones and of session headers on the port of SMB', { timeout: 30_000 }, () => {
    for (const content of [Buffer.alloc(1_000_000), Buffer.alloc(1_000_000, 0xff), Buffer.alloc(1_000_000, layout('00 000044 fe'))]) {
      const sender = new Sender();
      const frames = [];
      for (let at = 0; at < content.length; at += 1000) frames.push(sender.send(content.subarray(at, at + 1000)));
      expect(unitsOf(frames).units.length).toBeLessThanOrEqual(250_000);
    }
  });
});
