import { afterAll, describe, expect, test } from 'vitest';
import { Program } from '../program.ts';
import { samplePath } from '../samples.ts';

const program = new Program();
afterAll(() => program.remove());

const SAMPLE = samplePath('dialect-3.1.1-signed.pcap');
const COMPOUND = samplePath('st-compound-find.pcap');
const run = (...args: readonly string[]) => program.run(...args);
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const json = (text: string) => lines(text).map((line) => JSON.parse(line));

describe('-Y', () => {
  test('list prints the messages that fulfil it, in every format', () => {
    const listed = json(run('list', '--format', 'jsonl', '-Y', 'smb2.cmd == CREATE && smb2.flags.response == 0', SAMPLE).stdout);
    expect(listed.length).toBeGreaterThan(5);
    expect(new Set(listed.map((m) => m.command))).toEqual(new Set(['CREATE']));
    expect(new Set(listed.map((m) => m.response))).toEqual(new Set([false]));
    const args = ['--filter', 'smb2.cmd == CREATE && smb2.flags.response == 0', SAMPLE];
    expect(lines(run('list', ...args).stdout)).toHaveLength(listed.length);
    expect(lines(run('list', '--format', 'csv', ...args).stdout)).toHaveLength(listed.length + 1);
    expect(run(...args.slice().reverse().slice(0, 1), ...args.slice(0, 2)).stdout).toBe(run('list', ...args).stdout);
  });

  test('with --from and --to, which still count all messages', () => {
    const all = json(run('list', '--format', 'jsonl', '-Y', 'smb2.cmd == 5', SAMPLE).stdout).map((m) => m.message);
    const some = json(run('list', '--format', 'jsonl', '-Y', 'smb2.cmd == 5', '--from', '20', '--to', '60', SAMPLE).stdout);
    expect(some.map((m) => m.message)).toEqual(all.filter((n) => n >= 20 && n <= 60));
  });

  test('an operation is shown for its request or its response', () => {
    const expected = json(run('list', '--format', 'jsonl', '-Y', 'smb2.nt_status == STATUS_NOT_FOUND', SAMPLE).stdout);
    const operations = json(run('list', '--operations', '--format', 'jsonl', '-Y', 'smb2.nt_status == STATUS_NOT_FOUND', SAMPLE).stdout);
    expect(expected.length).toBeGreaterThan(0);
    expect(operations.map((m) => m.reply)).toEqual(expected.map((m) => m.message));
  });

  test('operations that were chosen, the slowest first', () => {
    const args = ['list', '--operations', '--format', 'jsonl', '--from', '20', '--to', '90', '-Y', 'smb2.cmd == CREATE', SAMPLE];
    const byTime = json(run(...args).stdout);
    const slowest = json(run(...args, '--sort', 'latency').stdout);
    expect(byTime.length).toBeGreaterThan(5);
    expect(slowest).toEqual([...byTime].sort((a, b) => b.latency - a.latency));
    expect(slowest).not.toEqual(byTime);
    expect(run(...args, '--sort', 'time').stdout).toBe(run(...args).stdout);
    expect(run('list', '--sort', 'latency', SAMPLE)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'smbscope: --sort latency orders operations: give --operations with it\n',
    });
  });

  test('dump prints a unit when one of its messages fulfils it', () => {
    const units = json(run('dump', '--format', 'jsonl', '-Y', 'smb2.cmd == QUERY_DIRECTORY && smb2.flags.response == 0', COMPOUND).stdout);
    const listed = json(run('list', '--format', 'jsonl', '-Y', 'smb2.cmd == QUERY_DIRECTORY && smb2.flags.response == 0', COMPOUND).stdout);
    expect(units.some((u) => u.messages.length > 1)).toBe(true);
    expect(units.map((u) => u.unit)).toEqual([...new Set(listed.map((m) => m.unit))]);
  });

  test('fields prints the rows of the messages that fulfil it', () => {
    const { stdout } = run(
      'fields',
      '-e',
      'smb2.cmd',
      '-e',
      'smb2.flags.response',
      '-Y',
      'smb2.cmd in {5, 6} and smb2.flags.response == 1',
      SAMPLE,
    );
    expect(new Set(lines(stdout))).toEqual(new Set(['5\t1', '6\t1']));
  });

  test('none fulfil it: nothing is printed, and that is no failure', () => {
    expect(run('list', '--no-keys', '-Y', 'smb2.cmd == 18', SAMPLE)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('a mistake is 2, before the capture is read, with its place and what is meant', () => {
    for (const command of ['list', 'dump', 'fields']) {
      const { status, stdout, stderr } = run(
        command,
        '-Y',
        'smb2.cmdd == 5',
        ...(command === 'fields' ? ['-e', 'smb2.cmd'] : []),
        'nowhere.pcap',
      );
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toBe('smbscope: filter: there is no field or protocol "smb2.cmdd": did you mean smb2.cmd? (at character 1)\n');
    }
  });
});
