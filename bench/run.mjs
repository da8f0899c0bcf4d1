// npm run bench [-- --rounds N] [--only JOB] [DIR]: this program beside tshark, job by job, interleaved in one run on the same files.
// DIR holds bulk.pcap (1 GB, few large messages), metadata.pcap (1 M small ones) and encrypted.pcap, each with its NAME.keys.json, as a recorder's
// `perf` scenarios make them; without it, SMBSCOPE_BENCH or ../shared/recorder/perf is looked at. A job whose capture is missing is left out, and said so.
import { spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

const args = process.argv.slice(2);
const only = args.includes('--only') ? args.splice(args.indexOf('--only'), 2)[1] : '';
const rounds = args.includes('--rounds') ? Number(args.splice(args.indexOf('--rounds'), 2)[1]) : 5;
const directory = args[0] ?? process.env.SMBSCOPE_BENCH ?? '../shared/recorder/perf';
const tool = [process.execPath, 'dist/smbscope.js'];

/** tshark 4.0 verifies HMAC-SHA256 and AES-CMAC, not AES-GMAC. */
const CHECKED = ['-o', 'smb2.verify_signatures:TRUE', '-r'];

/** What has to hold, as the ratio of tshark's figure to ours. */
const jobs = [
  { name: 'list', capture: 'bulk.pcap', ours: ['list', '-q', '--no-keys'], theirs: ['-r'], faster: 25, smaller: 10 },
  { name: 'list', capture: 'metadata.pcap', ours: ['list', '-q', '--no-keys'], theirs: ['-r'], faster: 6, smaller: 3 },
  { name: 'verify', capture: 'bulk.pcap', isKeyed: true, ours: ['verify', '-q', '--no-keys'], theirs: CHECKED, faster: 8, smaller: 6 },
  { name: 'verify', capture: 'metadata.pcap', isKeyed: true, ours: ['verify', '-q', '--no-keys'], theirs: CHECKED, faster: 3, smaller: 3 },
  {
    name: 'list, decrypted',
    capture: 'encrypted.pcap',
    isKeyed: true,
    ours: ['list', '-q', '--no-keys'],
    theirs: ['-r'],
    faster: 5,
    smaller: 3,
  },
];

const timed = existsSync('/usr/bin/time');
const report = join(tmpdir(), `smbscope-bench-${process.pid}`);

/** Wall seconds and peak kB of one run with its output thrown away. */
function measure(command) {
  const sink = openSync('/dev/null', 'w');
  const [file, ...rest] = timed ? ['/usr/bin/time', '-o', report, '-f', '%e %M', ...command] : command;
  const start = process.hrtime.bigint();
  const { status, error } = spawnSync(file, rest, { stdio: ['ignore', sink, 'ignore'] });
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  if (error || status !== 0) throw new Error(`${command.join(' ')}: ${error?.message ?? `exit ${status}`}`);
  const kilobytes = timed ? Number(readFileSync(report, 'utf8').trim().split(/\s+/)[1]) : Number.NaN;
  return { wall, kilobytes };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const lines = (command) =>
  spawnSync(command[0], command.slice(1), { maxBuffer: 2 ** 30 })
    .stdout.toString()
    .split('\n').length - 1;

/** The keys file of a capture, null where there is none. */
const keysOf = (path) => [`${path}.keys.json`, path.replace(/\.pcap$/, '.keys.json')].find((file) => existsSync(file)) ?? null;

/** The session keys in a keys file, as tshark takes them. */
const forTshark = (file) =>
  JSON.parse(readFileSync(file, 'utf8')).sessions.flatMap(({ sessionId, sessionKey }) => {
    const id = Buffer.from(sessionId.slice(2), 'hex').reverse().toString('hex');
    return sessionKey ? ['-o', `uat:smb2_seskey_list:${id},${sessionKey.slice(0, 32)},"",""`] : [];
  });

/** Throws when `verify` does not find what the keys file says was recorded. */
function check(path, keys) {
  const { signatures: s, encryption: e } = JSON.parse(
    spawnSync(tool[0], [tool[1], 'verify', '-q', '--no-keys', '--format', 'json', '--keys', keys, path]).stdout.toString(),
  );
  const { sign_ok = 0, sign_bad = 0, decrypt_ok = 0 } = JSON.parse(readFileSync(keys, 'utf8')).facts.counters;
  const [found, expected] = [[s.ok, s.bad, e.ok, e.bad].join(), [sign_ok, sign_bad, decrypt_ok, 0].join()];
  if (found !== expected) throw new Error(`${path}: signatures ok, bad, messages opened, bad are ${found}, not ${expected}`);
}

if (spawnSync('tshark', ['--version']).status !== 0) {
  console.log('bench: tshark is not installed (Debian: apt-get install tshark)');
  process.exit(2);
}
console.log(
  `node ${process.version}, ${spawnSync('tshark', ['--version']).stdout.toString().split('\n')[0]}, ${cpus().length} × ${cpus()[0].model}, medians of ${rounds} interleaved rounds\n`,
);
console.log('| job | capture | ours s | tshark s | faster | wanted | ours MB | tshark MB | smaller | wanted |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
let missed = 0;
for (const job of jobs.filter((j) => `${j.name} ${j.capture}`.includes(only))) {
  const path = join(directory, job.capture);
  if (!existsSync(path)) {
    console.log(`| ${job.name} | ${job.capture} | not there: ${directory} | | | | | | | |`);
    continue;
  }
  const keys = job.isKeyed ? keysOf(path) : null;
  if (job.isKeyed && keys === null) {
    console.log(`| ${job.name} | ${job.capture} | its keys are not there | | | | | | | |`);
    continue;
  }
  if (keys !== null) check(path, keys);
  const given = keys === null ? [] : ['--keys', keys];
  const ours = [...tool, ...job.ours, ...given, path];
  const theirs = ['tshark', ...(keys === null ? [] : forTshark(keys)), ...job.theirs, path];
  const counted = lines([...tool, 'list', '-q', '--no-keys', ...given, path]);
  const results = { ours: [], theirs: [] };
  for (let i = 0; i < rounds; i++) {
    results.ours.push(measure(ours));
    results.theirs.push(measure(theirs));
  }
  const wall = (side) => median(results[side].map((r) => r.wall));
  const memory = (side) => median(results[side].map((r) => r.kilobytes)) / 1024;
  const faster = wall('theirs') / wall('ours');
  const smaller = memory('theirs') / memory('ours');
  if (faster < job.faster || smaller < job.smaller) missed++;
  console.log(
    `| ${job.name} | ${job.capture} (${counted} messages) | ${wall('ours').toFixed(2)} | ${wall('theirs').toFixed(2)} | ${faster.toFixed(1)}× | ${job.faster}× | ` +
      `${memory('ours').toFixed(0)} | ${memory('theirs').toFixed(0)} | ${smaller.toFixed(1)}× | ${job.smaller}× |`,
  );
}
rmSync(report, { force: true });
process.exit(missed > 0 ? 1 : 0);
