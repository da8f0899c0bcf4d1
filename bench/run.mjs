// npm run bench [-- --rounds N] [--only WORDS] [DIR]: this program beside tshark and beside what the machine can do, in one run on the same files.
// DIR holds bulk.pcap (1 GB, few large messages), metadata.pcap (1 M small ones) and encrypted.pcap, each with its NAME.keys.json, as a recorder's
// `perf` scenarios make them; without it, SMBSCOPE_BENCH or ../shared/recorder/perf is looked at. What is missing is left out, and said so.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { lengthened } from './lengthened.mjs';
import { countOf, forTshark, interleaved, keysOf, output, rawSignatures, tool, verified } from './measure.mjs';

const args = process.argv.slice(2);
const only = args.includes('--only') ? args.splice(args.indexOf('--only'), 2)[1] : '';
const rounds = args.includes('--rounds') ? Number(args.splice(args.indexOf('--rounds'), 2)[1]) : 5;
const directory = args[0] ?? process.env.SMBSCOPE_BENCH ?? '../shared/recorder/perf';
const scratch = mkdtempSync(join(tmpdir(), 'smbscope-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const SAMPLE = 'samples/dialect-3.1.1-signed.pcap';
const FIELDS = [
  'frame.number',
  'ip.src',
  'smb2.cmd',
  'smb2.nt_status',
  'smb2.msg_id',
  'smb2.sesid',
  'smb2.filename',
  'smb2.create.disposition',
];
const FILTER = 'smb2.filename contains "renamed" && smb2.nt_status != 0';
const fields = FIELDS.flatMap((name) => ['-e', name]);
const JSON_OF_TSHARK = ['-T', 'json', '--no-duplicate-keys', '-r'];

/** The capture's first 100,000 messages. */
function beginning(path) {
  const short = join(scratch, 'beginning.pcap');
  if (!existsSync(short)) spawnSync('editcap', ['-F', 'pcap', '-r', path, short, '1-101770']);
  return short;
}

/** `at least` so many times faster than tshark; or, beside something else, `at most` so many times its time. */
const jobs = [
  { name: 'list', capture: 'bulk.pcap', ours: ['list'], theirs: ['-r'], atLeast: 45 },
  { name: 'list', capture: 'metadata.pcap', ours: ['list'], theirs: ['-r'], atLeast: 11 },
  { name: 'stats rtt', capture: 'metadata.pcap', ours: ['stats'], rest: ['rtt'], theirs: ['-q', '-z', 'smb2,srt', '-r'], atLeast: 14 },
  { name: '8 fields', capture: 'metadata.pcap', ours: ['fields', ...fields], theirs: ['-T', 'fields', ...fields, '-r'], atLeast: 30 },
  { name: 'list -Y', capture: 'metadata.pcap', ours: ['list', '-Y', FILTER], theirs: ['-Y', FILTER, '-r'], atLeast: 10 },
  { name: 'dump', capture: 'metadata.pcap', of: beginning, ours: ['dump', '--format', 'jsonl'], theirs: JSON_OF_TSHARK, atLeast: 18 },
  {
    name: 'dump, 2 threads',
    capture: 'metadata.pcap',
    of: beginning,
    ours: ['dump', '--jobs', '2', '--format', 'jsonl'],
    theirs: JSON_OF_TSHARK,
    atLeast: 28,
  },
  {
    name: 'dump, with keys',
    capture: 'encrypted.pcap',
    isKeyed: true,
    ours: ['dump', '--format', 'jsonl'],
    theirs: JSON_OF_TSHARK,
    atLeast: 10,
  },
  { name: 'list, with keys', capture: 'encrypted.pcap', isKeyed: true, ours: ['list'], theirs: ['-r'], atLeast: 10 },
  { name: 'verify', capture: 'metadata.pcap', isKeyed: true, ours: ['verify'], beside: ['list'], atMost: 3 },
  { name: 'verify', capture: 'bulk.pcap', isKeyed: true, ours: ['verify'], isBesideOpenSsl: true, atMost: 2 },
];

if (spawnSync('tshark', ['--version']).status !== 0) {
  console.log('bench: tshark is not installed (Debian: apt-get install tshark)');
  process.exit(2);
}
console.log(
  `node ${process.version}, ${output(['tshark', '--version']).split('\n')[0]}, ${cpus().length} × ${cpus()[0].model}, medians of ${rounds} interleaved rounds\n`,
);
console.log('| job | capture | ours s | MB | beside | s | MB | ratio | wanted |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
let missed = 0;

function row(name, capture, own, beside, other, ratio, wanted, isMet) {
  if (!isMet) missed++;
  const shown = [
    name,
    capture,
    own.wall.toFixed(2),
    own.megabytes.toFixed(0),
    beside,
    other.wall.toFixed(2),
    other.megabytes?.toFixed(0) ?? '',
  ];
  console.log(`| ${shown.join(' | ')} | ${ratio}${isMet ? '' : ' (missed)'} | ${wanted} |`);
}

for (const job of jobs.filter((j) => `${j.name} ${j.capture}`.includes(only))) {
  const path = join(directory, job.capture);
  const keys = job.isKeyed ? keysOf(path) : null;
  if (!existsSync(path) || (job.isKeyed && keys === null)) {
    console.log(`| ${job.name} | ${job.capture} | not there: ${path}${existsSync(path) ? "'s keys" : ''} | | | | | | |`);
    continue;
  }
  const found = keys === null ? null : verified(path, keys);
  const given = ['-q', '--no-keys', ...(keys === null ? [] : ['--keys', keys])];
  const file = job.of?.(path) ?? path;
  const command = (words) => [...tool, ...words, ...given, file, ...(job.rest ?? [])];
  const capture = `${job.capture} (${countOf([...tool, 'list', ...given, file])} messages)`;
  if (job.isBesideOpenSsl) {
    const raw = rawSignatures(path, found.sessions);
    const [own] = interleaved(rounds, [command(job.ours)]);
    const ratio = own.wall / raw;
    row(job.name, capture, own, 'openssl speed', { wall: raw }, `${ratio.toFixed(2)} times`, `at most ${job.atMost}`, ratio <= job.atMost);
  } else if (job.beside !== undefined) {
    const [own, other] = interleaved(rounds, [command(job.ours), [...tool, ...job.beside, '-q', '--no-keys', file]]);
    const ratio = own.wall / other.wall;
    row(job.name, capture, own, job.beside.join(' '), other, `${ratio.toFixed(2)} times`, `at most ${job.atMost}`, ratio <= job.atMost);
  } else {
    const theirs = ['tshark', ...(keys === null ? [] : forTshark(keys)), ...job.theirs, file];
    const [own, other] = interleaved(rounds, [command(job.ours), theirs]);
    const ratio = other.wall / own.wall;
    row(job.name, capture, own, 'tshark', other, `${ratio.toFixed(1)}×`, `${job.atLeast}×`, ratio >= job.atLeast);
  }
}

if ('start'.includes(only)) {
  const [node, version, list] = interleaved(4 * rounds, [
    [process.execPath, '-e', '0'],
    [...tool, '--version'],
    [...tool, 'list', '--no-keys', SAMPLE],
  ]);
  for (const [name, own, atMost] of [
    ['start: --version', version, 1.5],
    ['start: list', list, 2.5],
  ]) {
    const ratio = own.wall / node.wall;
    row(name, 'a sample of 40 kB', own, 'node -e 0', node, `${ratio.toFixed(2)} times`, `at most ${atMost}`, ratio <= atMost);
  }
}

const metadata = join(directory, 'metadata.pcap');
if ('memory growth'.includes(only) && existsSync(metadata)) {
  const long = lengthened(metadata, 10, join(scratch, 'long.pcap'));
  const runs = [metadata, long].map((path) => [...tool, 'list', '-q', '--no-keys', path]);
  const [short, ten] = interleaved(Math.min(rounds, 3), runs);
  const count = countOf(runs[0]);
  const room = 45 + (120 * count) / 1e6;
  row(
    'memory',
    `metadata.pcap (${count} messages)`,
    short,
    '45 MB + 120 B a message',
    { wall: 0, megabytes: room },
    `${(short.megabytes / room).toFixed(2)} times`,
    'at most 1',
    short.megabytes <= room,
  );
  const growth = ten.wall / (10 * short.wall);
  row(
    'growth',
    'metadata.pcap ten times',
    ten,
    'ten times list',
    { wall: 10 * short.wall, megabytes: 10 * short.megabytes },
    `${growth.toFixed(2)} times`,
    'at most 1.1',
    growth <= 1.1,
  );
}
process.exit(missed > 0 ? 1 : 0);
