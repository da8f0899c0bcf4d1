import { expect, test } from 'vitest';
import { dispatch, guid, nested, u8, u16, u32, u64, utf16 } from '../src/dissect/field.ts';
import { struct, type Values } from '../src/dissect/struct.ts';

// What follows is checked by tsc, which `npm test` runs first: an @ts-expect-error without an error is an error.
const Named = struct('', 'Named', { NameOffset: u16('a'), NameLength: u16('b'), Name: utf16('c').at('NameOffset', 'NameLength') });

test('a struct gives its values their types', () => {
  const named: Values<typeof Named.shape> = { NameOffset: 1, NameLength: 2, Name: 'x' };
  expect(named.Name).toBe('x');
  const Wide = struct('', 'Wide', {
    Id: u64('a'),
    Key: guid('b'),
    Count: u8('c'),
    Items: u32('d').times('Count'),
    Flag: u16('e').if(() => true),
  });
  const wide: Values<typeof Wide.shape> = { Id: 1n, Key: '', Count: 1, Items: [2], Flag: undefined };
  expect(wide.Items).toEqual([2]);
  // @ts-expect-error: 64 bits are a bigint
  const wrong: Values<typeof Wide.shape> = { Id: 1, Key: '', Count: 1, Items: [2], Flag: 3 };
  expect(wrong).toBeDefined();
});

test('offsets are known by the names of the fields', () => {
  expect(Named.at).toEqual({ NameOffset: 0, NameLength: 2, Name: 4 });
  // @ts-expect-error: at only knows declared fields
  expect(Named.at.Nope).toBeUndefined();
});

test('a reference to a field that is not there is an error, when compiled and when loaded', () => {
  // @ts-expect-error: 'NameLen is not a field of this struct'
  expect(() => struct('', 'S', { NameOffset: u16('a'), Name: utf16('c').at('NameOffset', 'NameLen') })).toThrow('S.Name refers to NameLen');
  // @ts-expect-error: 'Count is not a field of this struct'
  expect(() => struct('', 'S', { Items: u16('a').times('Count') })).toThrow('S.Items refers to Count');
  // @ts-expect-error: 'Kind is not a field of this struct'
  expect(() => struct('', 'S', { Body: dispatch('a', {}, 'Kind') })).toThrow('S.Body refers to Kind');
  // @ts-expect-error: 'Flags is not a field of this struct'
  expect(() => struct('', 'S', { Body: nested('a', Named).when('Flags', 1) })).toThrow('S.Body refers to Flags');
});

test('a reference to a later field is an error when loaded', () => {
  expect(() => struct('', 'S', { Name: utf16('c').sized('Length'), Length: u16('b') })).toThrow(
    'S.Name refers to Length, which must come before it',
  );
});
