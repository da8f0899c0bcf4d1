import { describe, expect, test } from 'vitest';
import { Operations } from '../../src/report/operations.ts';
import type { Cells } from '../../src/tui/cells.ts';
import { Contents } from '../../src/tui/contents.ts';
import { KeyMap, keys } from '../../src/tui/keys.ts';
import { reduce } from '../../src/tui/reducer.ts';
import { firstState, type State } from '../../src/tui/state.ts';
import type { View } from '../../src/tui/views/view.ts';
import { unitsOf } from '../net/packets.ts';
import { passOf } from '../samples.ts';
import { opened, press, typed, worked } from './screens.ts';

const contents = new Contents(await passOf('dialect-3.1.1-signed.pcap'));
const LAST = contents.count - 1;
const first = opened(contents);

test.each<[string, string[], Partial<State>]>([
  ['down', ['j', 'down'], { selected: 2 }],
  ['not above the first', ['k'], { selected: 0 }],
  ['a count', ['1', '0', 'j'], { selected: 10 }],
  ['a count that goes too far', [...'999999999999', 'j'], { selected: LAST }],
  ['a count that is left', ['1', '0', 'escape', 'j'], { selected: 1 }],
  ['another view, and back to the message', [...'33G', 'S', 'l', 'M', "'", "'"], { selected: 32, view: 'messages' }],
  ['zero alone is no count', ['0', 'j'], { selected: 1, digits: '' }],
  ['last and first', ['G', 'g', 'g'], { selected: 0 }],
  ['end and home', ['end', 'home'], { selected: 0 }],
  ['a line by its number', [...'12', 'G'], { selected: 11 }],
  ['one g alone does nothing', ['j', 'g', 'j'], { selected: 1, pending: '' }],
  ['a page', ['pagedown'], { selected: 16 }],
  ['and back', ['pagedown', 'pageup'], { selected: 0 }],
  ['go to a message', [':', ...'33', 'enter'], { selected: 32, mode: 'browse' }],
  ['go to a frame', [':', ...'f38', 'enter'], { selected: 32 }],
  ['go to a time', [':', ...'0.0121', 'enter'], { selected: 32 }],
  ['correct the number', [':', ...'33', 'backspace', 'enter'], { selected: 2 }],
  ['leave the number', [':', ...'33', 'escape'], { selected: 0, mode: 'browse', prompt: null }],
  ['no such message', [':', ...'4711', 'enter'], { selected: LAST, notice: 'There is no message 4711; this is the last one.' }],
  ['a notice is said once', [':', ...'4711', 'enter', 'k'], { notice: '' }],
  [
    'what is no place',
    [':', ...'nowhere', 'enter'],
    { selected: 0, notice: '"nowhere" is no message number, frame (f12) or time (1.5, 14:03:22).' },
  ],
  ['what is no time', [':', ...'12:99', 'enter'], { notice: '"12:99" is no message number, frame (f12) or time (1.5, 14:03:22).' }],
  [':q', [':', 'q', 'enter'], { mode: 'over' }],
  ['request to response', ['r'], { selected: 1 }],
  ['and back', ['r', 'r'], { selected: 0 }],
  ['the next error, not a step of a logon', ['e'], { selected: 9 }],
  ['no error before', ['E'], { selected: 0, notice: 'No error and no bad signature comes before.' }],
  ['panes', ['tab'], { focus: 'tree' }],
  ['panes backwards', ['shift-tab'], { focus: 'hex' }],
  ['all round', ['tab', 'tab', 'tab'], { focus: 'list' }],
  ['enter goes to the tree', ['enter'], { focus: 'tree' }],
  ['help', ['?'], { mode: 'help' }],
  ['it scrolls', ['?', 'j'], { mode: 'help', helpTop: 1 }],
  ['another key leaves it', ['?', 'q'], { mode: 'browse' }],
  ['quit', ['q'], { mode: 'over' }],
  ['Ctrl-C leaves what is typed', [':', '1', 'ctrl-c'], { mode: 'browse', prompt: null }],
  ['and then the program', [':', '1', 'ctrl-c', 'ctrl-c'], { mode: 'over' }],
  ['unknown keys', ['X', 'ctrl-x'], { selected: 0, mode: 'browse' }],
  ['a mark, and back', [...'33Gmaggj', "'", 'a'], { selected: 32 }],
  ['back to where a jump began', [...'33G', "'", "'"], { selected: 0 }],
  ['no such mark', ["'", 'z'], { notice: 'Nothing is marked z.' }],
  ['the next message of the same open', [...'33G]o'], { selected: 33 }],
  ['and the one before', [...'33G]o[o'], { selected: 32 }],
  ['no message of the open before', [...'33G[o'], { notice: 'No message of the same open comes before.' }],
  ['no lease', [']', 'l'], { notice: 'This message belongs to no lease or oplock.' }],
  ['the next call of the same open', [...'33G]c'], { selected: 34 }],
  ['times', ['t', 't'], { time: 'clock' }],
  ['a pane alone', ['z'], { isMaximised: true }],
  ['and again with the others', ['z', 'escape'], { isMaximised: false }],
  ['sizes', ['+', '+', 'tab', '+'], { listMore: 1 }],
])('%s', (_, keys, expected) => {
  expect(press(first, contents, ...keys)).toMatchObject(expected);
});

const viewOf = (state: State): View => contents.view(worked(state, contents))!;

describe('the filter', () => {
  const filtered = press(first, contents, '/', ...typed('smb2.cmd == CREATE'), 'enter');

  test('leaves what fulfils it', () => {
    expect(filtered).toMatchObject({ filter: 'smb2.cmd == CREATE', mode: 'browse' });
    const view = viewOf(filtered);
    const rows = Array.from({ length: view.count }, (_, line) => view.code(line));
    const { command, protocol } = contents.pass.messages;
    expect(rows).toEqual(
      Array.from({ length: contents.count }, (_, row) => row).filter((row) => protocol[row] === 0 && command[row] === 5),
    );
  });

  test('keeps what is selected near', () => {
    const at = press(press(first, contents, ...'33G'), contents, '/', ...typed('smb2.cmd == CLOSE'), 'enter');
    expect(at.selected).toBe(36);
  });

  test('holds in every view', () => {
    for (const key of 'OSFPTLCVWD') expect(contents.view(press(filtered, contents, key))).not.toBeNull();
    const operations = viewOf(press(filtered, contents, 'O')).count;
    expect(2 * operations).toBe(viewOf(filtered).count);
  });

  test('is asked for again when it is wrong', () => {
    const wrong = press(first, contents, '/', ...typed('smb2.cmdx == 5'), 'enter');
    expect(wrong).toMatchObject({ mode: 'prompt', filter: '' });
    expect(wrong.notice).toMatch(/smb2\.cmd/);
  });

  test('is completed, and recalled', () => {
    const tried = press(first, contents, '/', ...typed('smb2.nt_sta'), 'tab', ...typed(' == access_d'), 'tab');
    expect(tried.prompt?.text).toBe('smb2.nt_status == STATUS_ACCESS_DENIED');
    expect(press(press(filtered, contents, 'escape'), contents, '/', 'up').prompt?.text).toBe('smb2.cmd == CREATE');
  });

  test('is removed by Esc, after the narrowing', () => {
    const both = press(filtered, contents, 'x');
    expect(both.scope).toMatchObject({ kind: 'open' });
    expect(press(both, contents, 'escape')).toMatchObject({ scope: null, filter: 'smb2.cmd == CREATE' });
    expect(press(both, contents, 'escape', 'escape')).toMatchObject({ scope: null, filter: '' });
  });

  test('comes from a value', () => {
    const on = press(press(first, contents, ...'33G'), contents, 'tab', 'down', 'down', 'l', 'down', 'down', 'down', 'down', 'f');
    expect(on.prompt?.text).toMatch(/^smb2\.\w+/);
    expect(press(on, contents, 'enter').filter).toBe(on.prompt?.text);
  });
});

test('narrowed to an object of the sessions, the messages are its own', () => {
  const opens = press(first, contents, 'S', 'l', 'l', 'l', 'l', 'l', 'l');
  const narrowed = press(opens, contents, 'enter');
  expect(narrowed).toMatchObject({ view: 'messages', scope: { kind: 'tree' } });
  const view = viewOf(narrowed);
  expect(view.count).toBeGreaterThan(0);
  const { tree } = contents.pass.messages;
  for (let line = 0; line < view.count; line++) expect(tree[view.code(line)]).toBe(narrowed.scope!.key + 1);
});

test('sorting, up and down', () => {
  const sorted = press(first, contents, '>', '>', '>', '>', '>', '>');
  expect(sorted.sorts.messages?.column).toBe('latency');
  const view = viewOf(sorted);
  const times = Array.from({ length: view.count }, (_, line) => (view.listing.item(view.code(line)) as Cells).latency);
  expect(times[0]).toBe(contents.reader.read(view.code(0)).latency);
  expect(times[0]).not.toBe('');
  expect(times.at(-1)).toBe('');
  expect(viewOf(press(sorted, contents, 'R')).code(0)).not.toBe(view.code(0));
});

test('operations by latency, the slowest first', () => {
  const operations = press(first, contents, 'O');
  const sorted = press(operations, contents, '>', '>', '>', '>', '>');
  expect(sorted.sorts.operations).toEqual({ column: 'latency', isDown: true });
  const { count } = contents;
  const found = Operations.of(contents.pass);
  const firsts = Uint32Array.from({ length: count }, (_, row) => row).filter((row) => found.isFirst(row));
  const view = viewOf(sorted);
  expect(Array.from({ length: view.count }, (_, line) => view.code(line))).toEqual([...found.slowest(firsts)]);
});

test.each([
  ['text', 'small.bin', 22],
  ['bytes', '0x73006d0061006c006c00', 22],
  ['a regular expression', '/d1.small\\.b/', 32],
])('a search for %s', (_, pattern, least) => {
  const found = press(first, contents, 's', ...typed(pattern), 'enter');
  expect(found.selected).toBeGreaterThanOrEqual(least);
  expect(found.hunt).toBeNull();
  expect(press(found, contents, 'n').selected).toBeGreaterThan(found.selected);
});

test('a search shows the line that it finds, and says when it came by the end', () => {
  const found = press(first, contents, 's', ...typed('small.bin'), 'enter');
  const { line, top } = found.places.messages;
  expect(line).toBe(found.selected);
  expect(top).toBeLessThanOrEqual(line);
  expect(line - top).toBeLessThan(17);
  expect(found.notice).toBe('');
  expect(press(found, contents, 'G', 'n').notice).toBe('The search went on at the beginning.');
  expect(press(found, contents, 'N').notice).toBe('The search went on at the end.');
});

test('a search that finds nothing', () => {
  expect(press(first, contents, 's', ...typed('no such text'), 'enter')).toMatchObject({
    selected: 0,
    notice: '"no such text" is not in any message that is listed.',
  });
});

test.each([
  ['line', ['tab', 'y', 'y'], /^SMB2, Negotiate Request/],
  ['line of a list', ['y', 'y'], /^1 {2}0\.0\d+ {2}/],
  ['filter', ['tab', 'down', 'down', 'l', 'down', 'y', 'f'], /^smb2\./],
  ['bytes', ['y', 'b'], /^fe534d42/],
])('copies a %s', (_, keys, expected) => {
  const last = keys.at(-1)!;
  const before = press(first, contents, ...keys.slice(0, -1));
  const { effect } = reduce(before, { key: last }, contents, new KeyMap());
  expect(effect).toMatchObject({ kind: 'copy', text: expect.stringMatching(expected) });
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

test('the cursor in the bytes selects the node over it, and stops at the end', () => {
  const hex = press(press(first, contents, ...'33G'), contents, 'shift-tab');
  const { record, message } = contents.detail(hex.selected);
  const at = press(hex, contents, ...Array<string>(12).fill('l'));
  expect(at.cursor).toEqual({ source: message.source, offset: message.offset + 12 });
  expect(at.path).toBe('smb2/SMB2 Packet Header/Command');
  const end = press(hex, contents, 'G');
  expect(end.cursor?.offset).toBe(record.sources[0]!.data.byteLength - 1);
  expect(press(end, contents, 'l').cursor).toEqual(end.cursor);
  expect(press(hex, contents, 'g', 'g').cursor?.offset).toBe(0);
});

test('nothing breaks before the first message', () => {
  const { pass } = unitsOf([]);
  const none = new Contents(pass);
  for (const { keys: names } of keys)
    for (const focus of ['list', 'tree', 'hex'] as const)
      for (const key of names) expect(() => press({ ...firstState(80, 24), focus }, none, ...key.split(' '), 'enter')).not.toThrow();
});

test('what is pasted where nothing is typed, or too long', () => {
  const paste = (state: State, text: string): State => reduce(state, { paste: text }, contents, new KeyMap());
  expect(paste(first, 'text').notice).toMatch(/^Text can be pasted where something is typed/);
  const typing = press(first, contents, '/');
  expect(paste(typing, 'smb2\n').prompt?.text).toBe('smb2 ');
  expect(paste(typing, 'x'.repeat(5000))).toMatchObject({ prompt: { text: '' }, notice: 'What was pasted is too long to be typed here.' });
});

test('the wheel scrolls the help', () => {
  const help = press(first, contents, '?');
  expect(reduce(help, { mouse: 'down', x: 3, y: 3 }, contents, new KeyMap())).toMatchObject({ mode: 'help', helpTop: 1 });
  expect(reduce(help, { mouse: 'press', x: 3, y: 3 }, contents, new KeyMap()).mode).toBe('browse');
});

test('the right button gives a pane the whole screen', () => {
  const click = (state: State): State => reduce(state, { mouse: 'right', x: 3, y: 30 }, contents, new KeyMap());
  const alone = click(first);
  expect(alone).toMatchObject({ focus: 'tree', isMaximised: true });
  expect(click(alone)).toMatchObject({ focus: 'tree', isMaximised: false });
});

test('what was typed in vain is offered again', () => {
  const again = { kind: 'messages', text: '/nowhere/a.txt' } as const;
  const offered = reduce(first, { notice: 'There is no such folder.', again }, contents, new KeyMap());
  expect(offered).toMatchObject({ mode: 'prompt', prompt: { kind: 'messages', text: again.text }, notice: 'There is no such folder.' });
});

test('every key is in the table once', () => {
  const names = keys.flatMap((k) => k.keys);
  expect(new Set(names).size).toBe(names.length);
});

test('keys of the settings take the place of others', () => {
  const map = new KeyMap({ quit: ['j'] });
  expect(map.commandOf('j')).toBe('quit');
  expect(map.commandOf('q')).toBeUndefined();
  expect(map.keys.find((k) => k.command === 'down')?.keys).toEqual(['down']);
});
