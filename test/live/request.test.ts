import { expect, test } from 'vitest';
import { backends } from '../../src/capture/live/backends.ts';
import { failureOf } from '../../src/capture/live/failure.ts';
import { PcapngFile } from '../../src/capture/live/pcapng-file.ts';
import type { Request } from '../../src/capture/live/request.ts';
import { parseRequest, renumbered } from '../../src/cli/live-request.ts';
import { fileInMemory } from '../memory.ts';

const REQUEST: Request = { interface: 'lo', filter: '', frames: 0, seconds: 0, ring: undefined, path: undefined, backend: undefined };
const ENDED = { code: 1, signal: null, error: '' };

test('options become a request', () => {
  expect(parseRequest('lo', {})).toEqual(REQUEST);
  expect(parseRequest('lo', { f: 'port 445', w: 'a.pcapng', c: 5, a: ['duration:60'], b: ['filesize:1000,files:3'] })).toEqual({
    ...REQUEST,
    filter: 'port 445',
    path: 'a.pcapng',
    frames: 5,
    seconds: 60,
    ring: { kilobytes: 1000, files: 3 },
  });
});

test.each([
  [{ a: ['duration'] }, '-a duration is not understood: give duration:N'],
  [{ a: ['duration:0'] }, '-a duration:0 is not understood: give duration:N'],
  [{ b: ['filesize:10'] }, /needs both sizes/],
  [{ w: '-' }, /^-w takes the name of a file/],
  [{ b: ['size:10'] }, '-b size:10 is not understood: give filesize:N or files:N'],
  [{ b: ['filesize:10,files:2'], backend: 'tcpdump' as const }, /tcpdump has no ring of files/],
])('%j is refused', (options, message) => {
  expect(() => parseRequest('lo', options)).toThrow(message);
});

test('names and filters are arguments of their own, whatever they hold', () => {
  const evil = '-w /etc/passwd; $(id)';
  for (const backend of Object.values(backends)) {
    const args = backend.command({ ...REQUEST, interface: evil, filter: evil }, '');
    expect(args.filter((a) => a === evil)).toHaveLength(2);
    expect(args.filter((a) => a !== evil && a.includes('passwd'))).toEqual([]);
  }
  expect(backends.tcpdump.command({ ...REQUEST, filter: '-z sh' }, '').slice(-2)).toEqual(['--', '-z sh']);
});

test('a capture that begins again has a name of its own', () => {
  expect(renumbered('x/a.pcapng', 0)).toBe('x/a.pcapng');
  expect(renumbered('x/a.pcapng', 2)).toBe('x/a-3.pcapng');
  expect(renumbered(undefined, 2)).toBe(undefined);
});

test.each([
  [
    'dumpcap',
    'Capturing on \'nope0\'\ndumpcap: There is no device named "nope0".\n(No such device exists)\n',
    'request',
    /no interface "lo"/,
  ],
  ['tcpdump', 'tcpdump: nope0: No such device exists\n(No such device exists)\n', 'request', /no interface "lo"/],
  [
    'dumpcap',
    "dumpcap: Invalid capture filter \"foo bar\" for interface 'lo'.\n\nThat string isn't a valid capture filter (can't parse filter expression: syntax error).\n",
    'request',
    '-f "foo bar" is no capture filter (syntax error): write it as pcap-filter(7) says, as in "port 445"',
  ],
  ['tcpdump', "tcpdump: can't parse filter expression: syntax error\n", 'request', /is no capture filter \(syntax error\)/],
  [
    'dumpcap',
    'dumpcap: You do not have permission to capture on device "lo".\n(socket: Operation not permitted)\n',
    'permission',
    /run as root, or/,
  ],
  [
    'tcpdump',
    "tcpdump: lo: You don't have permission to perform this capture on that device\n",
    'permission',
    /tcpdump may not capture on lo/,
  ],
  ['cap', 'cap: socket: Operation not permitted\n', 'permission', /cap may not/],
  ['cap', "cap: Cannot find module 'cap'\nRequire stack:\n", 'missing', /libpcap-dev/],
  ['dumpcap', 'dumpcap: Something else.\n', 'other', 'dumpcap cannot capture on lo (Something else): try another --backend'],
] as const)('%s: %j', (name, text, kind, message) => {
  const failure = failureOf(backends[name], { ...REQUEST, filter: text.includes('ilter') ? 'foo bar' : '' }, ENDED, text);
  expect(failure.kind).toBe(kind);
  if (typeof message === 'string') expect(failure.text).toBe(message);
  else expect(failure.text).toMatch(message);
});

test('a back-end that is not there', () => {
  expect(failureOf(backends.dumpcap, REQUEST, { code: null, signal: null, error: 'ENOENT' }, '')).toEqual({
    kind: 'missing',
    text: 'dumpcap is not there: install dumpcap (Debian: wireshark-common)',
  });
});

test('the pcapng that we write ourselves', () => {
  const pieces: Uint8Array[] = [];
  const file = new PcapngFile((bytes) => pieces.push(Buffer.from(bytes)));
  file.section('test');
  file.interface(1, 65_535, 'lo', 'port 445', 'a comment');
  for (let n = 0; n < 3000; n++) file.packet(1_800_000_000_123_456 + n, new Uint8Array(n % 1500 || 1).fill(n), n % 1500 || 1);
  file.packet(1, new Uint8Array(65_535), 65_549);
  file.flush();
  const capture = fileInMemory(Buffer.concat(pieces));
  while (capture.next());
  expect(capture.damage).toEqual([]);
  expect(capture.frameCount).toBe(3001);
  expect(capture.interfaces[0]).toMatchObject({ name: 'lo', filter: 'port 445', linkType: 1, snapLength: 65_535 });
  expect(capture.comments).toEqual([{ frame: 0, text: 'a comment' }]);
  expect(capture.at(2)).toMatchObject({ seconds: 1_800_000_000, nanoseconds: 123_457_000, captured: 1 });
  expect(capture.at(3001)).toMatchObject({ captured: 65_535, original: 65_549 });
});
