import { spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const tool = [process.execPath, 'dist/smbscope.js'];

const timed = existsSync('/usr/bin/time');
const report = join(tmpdir(), `smbscope-bench-${process.pid}`);
process.on('exit', () => rmSync(report, { force: true }));

/** Wall seconds and peak MB of one run with its output thrown away. */
export function measure(command) {
  const sink = openSync('/dev/null', 'w');
  const [file, ...rest] = timed ? ['/usr/bin/time', '-o', report, '-f', '%e %M', ...command] : command;
  const start = process.hrtime.bigint();
  const { status, error } = spawnSync(file, rest, { stdio: ['ignore', sink, 'ignore'] });
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  if (error || status !== 0) throw new Error(`${command.join(' ')}: ${error?.message ?? `exit ${status}`}`);
  return { wall, megabytes: timed ? Number(readFileSync(report, 'utf8').trim().split(/\s+/)[1]) / 1024 : Number.NaN };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Medians of several runs of some commands, which take turns. */
export function interleaved(rounds, commands) {
  const results = commands.map(() => []);
  for (let i = 0; i < rounds; i++) for (const [n, command] of commands.entries()) results[n].push(measure(command));
  return results.map((runs) => ({ wall: median(runs.map((r) => r.wall)), megabytes: median(runs.map((r) => r.megabytes)) }));
}

export const output = (command) => spawnSync(command[0], command.slice(1), { maxBuffer: 2 ** 32 }).stdout.toString();
export const countOf = (command) => output(command).split('\n').length - 1;

/** The keys file of a capture, null where there is none. */
export const keysOf = (path) => [`${path}.keys.json`, path.replace(/\.pcap$/, '.keys.json')].find((file) => existsSync(file)) ?? null;

/** The session keys in a keys file, as tshark takes them. */
export const forTshark = (file) =>
  JSON.parse(readFileSync(file, 'utf8')).sessions.flatMap(({ sessionId, sessionKey }) => {
    const id = Buffer.from(sessionId.slice(2), 'hex').reverse().toString('hex');
    return sessionKey ? ['-o', `uat:smb2_seskey_list:${id},${sessionKey.slice(0, 32)},"",""`] : [];
  });

/** What `verify` finds in a capture; throws when that is not what the keys file says was recorded. */
export function verified(path, keys) {
  const found = JSON.parse(output([...tool, 'verify', '-q', '--no-keys', '--format', 'json', '--keys', keys, path]));
  const { signatures: s, encryption: e } = found;
  const { sign_ok = 0, sign_bad = 0, decrypt_ok = 0 } = JSON.parse(readFileSync(keys, 'utf8')).facts.counters;
  const [counts, expected] = [[s.ok, s.bad, e.ok, e.bad].join(), [sign_ok, sign_bad, decrypt_ok, 0].join()];
  if (counts !== expected) throw new Error(`${path}: signatures ok, bad, messages opened, bad are ${counts}, not ${expected}`);
  return found;
}

const SPEEDS = {
  'HMAC-SHA256': ['-hmac', 'sha256'],
  'AES-CMAC': ['-cmac', 'aes-128-cbc'],
  'AES-GMAC': ['-evp', 'aes-128-gcm'],
};

/** Seconds that OpenSSL alone takes for the signed bytes of a capture, at its speed of 64 KiB at once. `sessions` as verify tells them. */
export function rawSignatures(path, sessions) {
  const algorithms = new Map(sessions.map((s) => [s.sessionId, s.signingAlgorithm]));
  const asked = ['-Y', 'smb2.flags.signature == 1', '-e', 'smb2.sesid', '-e', 'nbss.length'];
  const bytes = {};
  for (const line of output([...tool, 'fields', '-q', '--no-keys', ...asked, path]).split('\n')) {
    const [session, length] = line.split('\t');
    const algorithm = algorithms.get(session);
    if (algorithm !== undefined) bytes[algorithm] = (bytes[algorithm] ?? 0) + Number(length);
  }
  return Object.entries(bytes).reduce((seconds, [algorithm, count]) => {
    const said = output(['openssl', 'speed', '-seconds', '1', '-bytes', '65536', '-mr', ...SPEEDS[algorithm]]);
    return seconds + count / Number(said.match(/\+F:.*:([\d.]+)\s*$/m)[1]);
  }, 0);
}
