import { expect, test } from 'vitest';
import { combineKeys } from '../../src/crypto/kerberos/combine.ts';
import { encryptionType } from '../../src/crypto/kerberos/encryption.ts';

const keyOf = (type: number, text: string) => ({ type, key: encryptionType(type)!.stringToKey(text, text) });

/** Two keys of a type from the strings key1 and key2, each its own salt, with the peppers a and b. */
test.each([
  [17, '97df97e4b798b29eb31ed7280287a92a'],
  [18, '4d6ca4e629785c1f01baf55e2e548566b9617ae3a96868c337cb93b5e72b1c7b'],
  [23, '24d7f6b6bae4e5c00d2082c5ebab3672'],
])('RFC 6113 A: KRB-FX-CF2 of encryption type %i', (type, expected) => {
  expect(combineKeys(keyOf(type, 'key1'), keyOf(type, 'key2'), 'a', 'b')?.toString('hex')).toBe(expected);
});

test('RFC 8009 A: the pseudo-random function', () => {
  const prf = (type: number, key: string) => encryptionType(type)!.prf(Buffer.from(key, 'hex'), Buffer.from('test')).toString('hex');
  expect(prf(19, '3705d96080c17728a0e800eab6e0d23c')).toBe('9d188616f63852fe86915bb840b4a886ff3e6bb0f819b49b893393d393854295');
  expect(prf(20, '6d404d37faf79f9df0d33568d320669800eb4836472ea8a026d16b7182460c52')).toBe(
    '9801f69a368c2bf675e59521e177d9a07f67efe1cfde8d3c8d6f6a0256e3b17db3c1b62ad1b8553360d17367eb1514d2',
  );
});

test('keys that are none', () => {
  const good = keyOf(17, 'key1');
  expect(combineKeys(good, { type: 3, key: Buffer.alloc(8) }, 'a', 'b')).toBeNull();
  expect(combineKeys({ type: 18, key: Buffer.alloc(16) }, good, 'a', 'b')).toBeNull();
});
