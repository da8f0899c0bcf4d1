import { describe, expect, test } from 'vitest';
import { PassContents } from '../../src/tui/contents.ts';
import { keys } from '../../src/tui/keys.ts';
import { reduce } from '../../src/tui/reducer.ts';
import type { State } from '../../src/tui/state.ts';
import { passOf } from '../samples.ts';
import { opened, press } from './screens.ts';

const contents = new PassContents(await passOf('dialect-3.1.1-signed.pcap'));
const LAST = contents.count - 1;
const first = opened(contents);

test.each<[string, string[], Partial<State>]>([
  ['down', ['j', 'down'], { selected: 2 }],
  ['not above the first', ['k'], { selected: 0 }],
  ['a count', ['1', '0', 'j'], { selected: 10 }],
  ['a count that goes too far', [...'999999999999', 'j'], { selected: LAST }],
  ['a count that is left', ['1', '0', 'escape', 'j'], { selected: 1 }],
  ['zero alone is no count', ['0', 'j'], { selected: 1, digits: '' }],
  ['last and first', ['G', 'g', 'g'], { selected: 0, listTop: 0 }],
  ['end and home', ['end', 'home'], { selected: 0 }],
  ['a line by its number', [...'12', 'G'], { selected: 11 }],
  ['one g alone does nothing', ['j', 'g', 'j'], { selected: 1, isHalfway: false }],
  ['a page moves what shows', ['pagedown'], { selected: 16, listTop: 16 }],
  ['and back', ['pagedown', 'pageup'], { selected: 0, listTop: 0 }],
  ['go to a message', [':', ...'33', 'enter'], { selected: 32, mode: 'browse' }],
  ['correct the number', [':', ...'33', 'backspace', 'enter'], { selected: 2 }],
  ['leave the number', [':', ...'33', 'escape'], { selected: 0, mode: 'browse', digits: '' }],
  ['no such message', [':', ...'4711', 'enter'], { selected: LAST, notice: 'There is no message 4711; this is the last one.' }],
  ['a notice is said once', [':', ...'4711', 'enter', 'k'], { notice: '' }],
  ['letters in a number', [':', 'q', 'x', '2', 'enter'], { selected: 1, mode: 'browse' }],
  ['request to response', ['r'], { selected: 1 }],
  ['and back', ['r', 'r'], { selected: 0 }],
  ['the next error, not a step of a logon', ['n'], { selected: 9 }],
  ['no error before', ['N'], { selected: 0, notice: 'No error comes before.' }],
  ['panes', ['tab'], { focus: 'tree' }],
  ['panes backwards', ['shift-tab'], { focus: 'hex' }],
  ['all round', ['tab', 'tab', 'tab'], { focus: 'list' }],
  ['enter goes to the tree', ['enter'], { focus: 'tree' }],
  ['help', ['?'], { mode: 'help' }],
  ['any key leaves it', ['?', 'q'], { mode: 'browse' }],
  ['quit', ['q'], { mode: 'over' }],
  ['quit while typing', [':', 'ctrl-c'], { mode: 'over' }],
  ['unknown keys', ['x', 'ctrl-x', '['], { selected: 0, mode: 'browse' }],
])('%s', (_, typed, expected) => {
  expect(press(first, contents, ...typed)).toMatchObject(expected);
});

describe('the tree', () => {
  const lines = (state: State): number => contents.lines(state.selected, state.expansion).length;
  const tree = press(first, contents, 'tab');

  test('begins at the message, with its body expanded', () => {
    const { node, isOpen } = contents.lines(0, first.expansion).find((l) => l.node === contents.detail(0).message)!;
    expect(node.tag).toBe('smb2');
    expect(isOpen).toBe(true);
    expect(contents.lines(0, first.expansion).map((l) => l.path)).toContain('smb2/SMB2 NEGOTIATE Request/StructureSize');
  });

  test('expands, goes in, goes out, collapses', () => {
    const at = press(tree, contents, 'down');
    expect(at.path).toBe('smb2/SMB2 Packet Header');
    const open = press(at, contents, 'l');
    expect(lines(open)).toBeGreaterThan(lines(at));
    const inside = press(open, contents, 'l');
    expect(inside.path).toBe('smb2/SMB2 Packet Header/ProtocolId');
    expect(press(inside, contents, 'l')).toEqual(inside);
    expect(press(inside, contents, 'h').path).toBe(at.path);
    expect(lines(press(inside, contents, 'h', 'h'))).toBe(lines(at));
    expect(lines(press(at, contents, 'enter'))).toBe(lines(open));
    expect(lines(press(at, contents, 'space', 'space'))).toBe(lines(at));
  });

  test('stays with the field when the message changes', () => {
    const field = press(tree, contents, 'down', 'l', 'l', 'down');
    const next = press(field, contents, 'r');
    expect(next.selected).toBe(1);
    expect(next.path).toBe('smb2/SMB2 Packet Header/StructureSize');
    expect(contents.lines(1, next.expansion).map((l) => l.path)).toContain(next.path);
  });

  test('comes back to a field that one message did not have', () => {
    const field = press(tree, contents, 'down', 'down', 'l', 'down');
    expect(press(field, contents, 'r', 'r').path).toBe(field.path);
  });
});

test('bytes scroll and stop at their end', () => {
  const hex = press(first, contents, 'shift-tab');
  expect(press(hex, contents, 'g', 'g').hexTop).toBe(0);
  const end = press(hex, contents, 'G');
  expect(end.hexTop).toBe(288 / 8 - 19);
  expect(press(end, contents, 'j').hexTop).toBe(end.hexTop);
});

test('nothing breaks before the first message', () => {
  const none = { ...contents, count: 0, progress: { state: 'waiting' } } as unknown as PassContents;
  for (const { keys: names } of keys)
    for (const focus of ['list', 'tree', 'hex'] as const)
      for (const key of names) expect(() => reduce({ ...first, focus }, { key }, Object.assign(none, { error: () => -1 }))).not.toThrow();
});

test('every key is in the table once', () => {
  const names = keys.flatMap((k) => k.keys);
  expect(new Set(names).size).toBe(names.length);
});
