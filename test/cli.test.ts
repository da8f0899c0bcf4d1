import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { pcapHeader, pcapRecord } from './capture/writers.ts';
import { cut, echo, ethernet, ipv4, layout, Sender, tcp } from './net/packets.ts';
import { Program } from './program.ts';
import { contentOf, samplePath, samples } from './samples.ts';

const program = new Program();
const { folder } = program;
const run = (...args: readonly string[]) => program.run(...args);
const file = (name: string, content: Uint8Array | string): string => program.file(name, content);
afterAll(() => program.remove());

const pcapOf = (frames: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat([
    pcapHeader(),
    ...frames.map((bytes, i) =>
      pcapRecord({ seconds: 1_700_000_000 + i, nanoseconds: 0, bytes: new Uint8Array(bytes), original: bytes.length }),
    ),
  ]);

const SAMPLE = samplePath('dialect-3.1.1-signed.pcap');
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

describe('exit codes', () => {
  test.each([['list'], ['dump'], ['info']])('%s: a capture is 0', (command) => {
    const { status, stdout, stderr } = run(command, '--no-keys', SAMPLE);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toBe('');
  });

  test.each([['list'], ['dump'], ['info']])('%s: what is no capture is 2, with one line that says so', (command) => {
    for (const content of ['hello, I am a text file and no capture at all\n', '', 'x', Buffer.alloc(5000)]) {
      const { status, stdout, stderr } = run(command, file('foreign.bin', content));
      expect(status).toBe(2);
      expect(lines(stderr)).toHaveLength(1);
      expect(stderr).toMatch(/^smbscope: .*foreign\.bin is not a capture: /);
      if (command !== 'info') expect(stdout).toBe('');
    }
  });

  test.each([['list'], ['dump'], ['info']])('%s: a file that is not there, a folder and a wrong option are 2', (command) => {
    for (const [args, message] of [
      [[join(folder, 'nowhere.pcap')], /^smbscope: .*nowhere\.pcap does not exist/],
      [[folder], /^smbscope: .* is a folder/],
      [[SAMPLE, '--nonsense'], /^smbscope: unknown option '--nonsense'/],
      [[], /^smbscope: missing required argument/],
    ] as const) {
      const { status, stdout, stderr } = run(command, ...args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/\n\s+at |internal error/);
    }
  });

  test('--from and --to take numbers', () => {
    expect(run('list', SAMPLE, '--from', 'x').status).toBe(2);
    expect(run('list', SAMPLE, '--from', '0').status).toBe(2);
    expect(lines(run('list', SAMPLE, '--from', '10', '--to', '12').stdout)).toHaveLength(3);
    expect(
      lines(run('dump', SAMPLE, '--format', 'jsonl', '--from', '10', '--to', '12').stdout).map((line) => JSON.parse(line).messages),
    ).toEqual([[10], [11], [12]]);
    expect(run('list', SAMPLE, '--from', '1000').stdout).toBe('');
  });

  test.each([['list'], ['dump']])('%s: a file that is cut is 3, and what is readable was processed', (command) => {
    const whole = lines(run('list', SAMPLE).stdout);
    const { status, stdout, stderr } = run(command, file('cut.pcap', contentOf('dialect-3.1.1-signed.pcap').subarray(0, 30_001)));
    expect(status).toBe(3);
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).toContain('cut.pcap');
    if (command === 'list') expect(whole.slice(0, lines(stdout).length)).toEqual(lines(stdout));
    if (command === 'list') expect(lines(stdout).length).toBeGreaterThan(90);
    expect(run(command, '-q', join(folder, 'cut.pcap')).stderr).toBe('');
  });

  test('a compressed file that is cut is 3', () => {
    const compressed = spawnSync('gzip', ['-c', SAMPLE]).stdout;
    const { status, stderr } = run('list', file('cut.pcap.gz', compressed.subarray(0, 5000)));
    expect(status).toBe(3);
    expect(stderr).toContain('cut.pcap.gz');
  });

  test('help and version are 0', () => {
    for (const args of [['--help'], ['list', '--help'], ['--version']]) expect(run(...args).status).toBe(0);
    expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('output', () => {
  test('a capture alone, without a terminal, is listed', () => {
    expect(run(SAMPLE).stdout).toBe(run('list', SAMPLE).stdout);
  });

  test('standard input and several files', () => {
    const piped = spawnSync(process.execPath, [program.path, 'list', '-'], {
      input: contentOf('dialect-3.1.1-signed.pcap'),
      encoding: 'latin1',
    });
    expect([piped.status, piped.stdout]).toEqual([0, run('list', SAMPLE).stdout]);
    expect(lines(run('list', SAMPLE, samplePath('ipv6-3.1.1-signed.pcapng')).stdout)).toHaveLength(146 * 2);
  });

  test.each(['list', 'dump', 'dump --format jsonl', 'dump --format pdml', 'list --format csv'])(
    '%s: a reader that goes away',
    (command) => {
      const { status, stderr, stdout } = spawnSync(
        'sh',
        ['-c', `"$1" "$2" ${command} --no-keys "$3" | head -n 3`, 'sh', process.execPath, program.path, SAMPLE],
        { encoding: 'latin1' },
      );
      expect([status, stderr]).toEqual([0, '']);
      expect(lines(stdout)).toHaveLength(3);
    },
  );

  test.each(samples)('%s: every line of JSON can be read, and numbers its messages in order', (name) => {
    const listed = lines(run('list', samplePath(name), '--format', 'jsonl').stdout).map((line) => JSON.parse(line));
    const dumped = lines(run('dump', samplePath(name), '--format', 'jsonl').stdout).map((line) => JSON.parse(line));
    expect(dumped.flatMap((record) => record.messages)).toEqual(listed.map((_, i) => i + 1));
    expect(dumped.map((record) => record.unit)).toEqual(dumped.map((_, i) => i + 1));
  });

  test('CSV has a header and a line a message, all with the same columns', () => {
    const rows = lines(run('list', SAMPLE, '--format', 'csv').stdout).map((line) => line.replace(/"([^"]|"")*"/g, '').split(',').length);
    expect(rows).toEqual(Array(147).fill(rows[0]));
  });

  test('a message range dumps what the whole dump has', () => {
    const whole = lines(run('dump', SAMPLE, '--format', 'jsonl', '--raw').stdout);
    expect(lines(run('dump', SAMPLE, '--format', 'jsonl', '--raw', '--from', '140').stdout)).toEqual(whole.slice(139));
  });
});

describe('a hostile capture steers no terminal', () => {
  const HOSTILE = '\x1b[2J\x1b]0;owned\x07\x9b31m\r\n\u202ename\u2028\u200b\ufeff"<&>,\ud800end';

  /** A CREATE Request for a file of that name, and a TREE_CONNECT Request for a share of it. */
  function frames(): Buffer[] {
    const name = Buffer.from(HOSTILE, 'utf16le');
    const header = (command: number, id: number): Buffer => {
      const h = Buffer.from(echo(id).subarray(4, 68));
      h.writeUInt16LE(command, 12);
      h.writeUInt32LE(7, 40);
      return h;
    };
    const create = Buffer.alloc(56);
    create.writeUInt16LE(57, 0);
    create.writeUInt16LE(64 + 56, 44);
    create.writeUInt16LE(name.length, 46);
    const connect = Buffer.alloc(8);
    connect.writeUInt16LE(9, 0);
    connect.writeUInt16LE(64 + 8, 4);
    connect.writeUInt16LE(name.length, 6);
    const framed = (...parts: Buffer[]): Buffer => layout([0, 1], [Buffer.concat(parts).length, 3], ...parts);
    const sender = new Sender();
    return [
      sender.send(framed(header(3, 0), connect, name)),
      sender.send(framed(header(5, 1), create, name)),
      sender.send(framed(header(13, 2), Buffer.from(HOSTILE, 'latin1'))),
      ethernet(
        ipv4(Buffer.concat([Buffer.from('\x00\x89\x00\x89\x00\x50\x00\x00', 'latin1'), Buffer.from(HOSTILE.repeat(2), 'latin1')]), {
          protocol: 17,
        }),
      ),
    ];
  }

  test.each([
    'list',
    'list --operations',
    'list --format csv',
    'list --format jsonl',
    'dump',
    'dump --raw',
    'dump --format jsonl',
    'dump --format pdml',
    'info',
  ])('%s', (command) => {
    const path = file('hostile.pcap', pcapOf(frames()));
    const { status, stdout, stderr } = run(...command.split(' '), path);
    expect(status).toBe(0);
    if (command !== 'info') expect(stdout).toContain('name');
    const text = Buffer.from(stdout, 'latin1').toString('utf8');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
    const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
    expect(controls.test(text)).toBe(false);
    expect(controls.test(stderr)).toBe(false);
    if (command.includes('jsonl')) for (const line of lines(text)) JSON.parse(line);
    if (command.includes('csv')) expect(lines(text)).toHaveLength(5);
  });

  test('nor does the name of a file', () => {
    const { stderr, status } = run('list', join(folder, 'no\x1b[2Jsuch\nfile'));
    expect(status).toBe(2);
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).not.toContain('\x1b');
    const { stdout } = run('info', file('\x1b[31mred.pcap', contentOf('dialect-3.1.1-signed.pcap')));
    expect(stdout).not.toContain('\x1b');
  });
});

test('messages in many small segments read the same as in one', () => {
  const messages = Array.from({ length: 50 }, (_, i) => echo(i, i));
  const whole = new Sender();
  const pieces = new Sender();
  const summaries = (frames: Buffer[]): string[] =>
    lines(run('list', file('pieces.pcap', pcapOf(frames)), '--format', 'jsonl').stdout).map((line) => JSON.parse(line).summary);
  const expected = summaries(messages.map((m) => whole.send(m)));
  expect(expected).toHaveLength(50);
  expect(summaries(cut(Buffer.concat(messages), 3, 50, 1).map((piece) => pieces.send(piece)))).toEqual(expected);
  expect(summaries([ethernet(ipv4(tcp(Buffer.concat(messages))))])).toEqual(expected);
});
