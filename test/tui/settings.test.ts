import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings, understood, writeColumns } from '../../src/tui/settings.ts';

test('columns, keys, colours, times', () => {
  const given = {
    columns: { messages: ['number', 'info'] },
    keys: { quit: 'Q', help: ['H', 'f1'] },
    theme: { error: 'bright-magenta' },
    time: 'clock',
    mouse: false,
    slow: 0.25,
    grid: true,
  };
  expect(understood(given, 'file')).toEqual({
    state: { chosen: { messages: ['number', 'info'] }, isGrid: true, time: 'clock' },
    keys: { quit: ['Q'], help: ['H', 'f1'] },
    theme: { error: '95' },
    mouse: false,
    slow: 0.25,
    mistake: '',
  });
});

test.each([
  [[], 'it holds no object'],
  [{ colour: 1 }, '"colour" is no setting'],
  [{ columns: { mesages: [] } }, 'columns: "mesages" is no view'],
  [{ keys: { fly: 'x' } }, 'keys: "fly" is no command'],
  [{ theme: { error: 'pink' } }, /theme: "pink" is none of black, /],
  [{ time: 'soon' }, '"time" is one of relative, delta, clock, date'],
  [{ slow: 'very' }, '"slow" is a number of seconds'],
])('a mistake is said and left out: %j', (given, expected) => {
  const { mistake, slow } = understood(given, 'file');
  expect(mistake).toMatch(typeof expected === 'string' ? `file: ${expected}` : expected);
  expect(slow).toBe(1);
});

test('a file that is not there, and one that is no JSON', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smbscope-test-'));
  expect(readSettings(join(folder, 'none.json')).mistake).toBe('');
  writeFileSync(join(folder, 'config.json'), '{');
  expect(readSettings(join(folder, 'config.json')).mistake).toMatch(/is no JSON/);
  rmSync(folder, { recursive: true });
});

test('columns are kept beside what is there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smbscope-test-'));
  const path = join(folder, 'new', 'config.json');
  writeColumns('files', ['path', 'opens'], path);
  expect(readSettings(path).state.chosen).toEqual({ files: ['path', 'opens'] });
  writeFileSync(path, '{ "slow": 2, "columns": { "files": ["path"], "leases": ["lease"] } }');
  writeColumns('files', undefined, path);
  expect(readSettings(path)).toMatchObject({ slow: 2, state: { chosen: { leases: ['lease'] } }, mistake: '' });
  writeFileSync(path, '{');
  expect(() => writeColumns('files', [], path)).toThrow();
  rmSync(folder, { recursive: true });
});
