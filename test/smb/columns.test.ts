import { describe, expect, test } from 'vitest';
import { Unit } from '../../src/net/unit.ts';
import { Inside, Messages, Protocol, Units } from '../../src/smb/columns.ts';

describe('columns that are narrow until they must not be', () => {
  test('a time beyond 32 bits, and those around it', () => {
    const units = new Units(4);
    const times = [1, 2 ** 32 - 1, 2 ** 33, -5, 0.5, 7];
    for (const seconds of times) units.add(Object.assign(new Unit(), { seconds, nanoseconds: 3 }), 0, 0);
    expect(Array.from(units.seconds.subarray(0, units.count))).toEqual(times);
  });

  test('more streams, sessions and trees than 16 bits number', () => {
    const units = new Units(1);
    for (const stream of [0, 0xffff, 0x10000, 5]) units.add(new Unit(), stream, 0);
    expect(Array.from(units.stream.subarray(0, units.count))).toEqual([0, 0xffff, 0x10000, 5]);
    const messages = new Messages(4);
    messages.session[0] = messages.tree[0] = 0xffff;
    messages.expect('session', 0x10000);
    messages.expect('tree', 0x12345);
    messages.session[1] = 0x10000;
    messages.tree[1] = 0x12345;
    expect([...messages.session.subarray(0, 2), ...messages.tree.subarray(0, 2)]).toEqual([0xffff, 0x10000, 0xffff, 0x12345]);
  });

  test('an offset in a file beyond 4 GB', () => {
    const messages = new Messages(4);
    for (const [row, offset] of [5, 2 ** 32 - 1, 2 ** 45, 0].entries()) messages.setExtra(row, offset);
    expect(Array.from(messages.extra)).toEqual([5, 2 ** 32 - 1, 2 ** 45, 0]);
  });
});

test('where messages begin: after the session header, in what was opened, on other ports', () => {
  const messages = new Messages(1);
  messages.add(0, 4, 100, Protocol.smb2);
  messages.add(0, 104, 80, Protocol.smb2);
  messages.add(1, 0, 80, Protocol.smb2, Inside.decrypted);
  messages.add(1, 80, 80, Protocol.smb2, Inside.decrypted);
  messages.add(2, 4, 80, Protocol.encrypted);
  messages.add(3, 0, 80, Protocol.kerberos);
  expect([0, 1, 2, 3, 4, 5].map((row) => messages.offset(row))).toEqual([4, 104, 0, 80, 4, 0]);
});

test('the first message of a unit, where some have none', () => {
  const messages = new Messages(1);
  for (const unit of [0, 0, 2, 5]) messages.add(unit, 4, 80, Protocol.smb2);
  expect([0, 1, 2, 3, 4, 5, 6].map((unit) => messages.firstOf(unit))).toEqual([0, 2, 2, 3, 3, 3, 4]);
});
