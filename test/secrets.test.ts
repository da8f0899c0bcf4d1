import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { readKeytab } from '../src/crypto/kerberos/keytab.ts';
import { ntowfV1 } from '../src/crypto/ntlm.ts';
import { sessionKeys } from '../src/report/keys.ts';
import { readKeysFile } from '../src/smb/keys/read.ts';
import { Pass } from '../src/smb/pass.ts';
import { fileInMemory } from './memory.ts';
import { Program } from './program.ts';
import { contentOf, samplePath } from './samples.ts';

const program = new Program();
afterAll(() => program.remove());

const SIGNED = 'dialect-3.1.1-signed.pcap';
const ENCRYPTED = 'encrypt-3.1.1-aes-128-gcm.pcapng';
const BOUND = 'st-session-reauth-bind.pcapng';
const KERBEROS = 'kerberos-signed.pcap';
const PASSWORD = 'Alice-Pa55word';
const KEYTAB = samplePath('kerberos-signed.keytab');

/** What no output may hold: the keys that are given, and those that are found by them. */
async function secretsOf(name: string): Promise<Buffer[]> {
  const material = readKeysFile(`${samplePath(name)}.keys.json`);
  const pass = new Pass(fileInMemory(contentOf(name)), material, true);
  await pass.run();
  const { learned } = pass.security.ring.kerberos as unknown as { learned: readonly { key: Buffer }[] };
  const found = sessionKeys(pass, true).flatMap((s) => [
    ...[s.sessionKey, s.signingKey, s.applicationKey, s.encryptionKeyC2S, s.encryptionKeyS2C].map((key) => key ?? ''),
    ...s.boundChannels.map((c) => c.channelSigningKey ?? ''),
  ]);
  const passwords = material.credentials.map((c) => c.password!);
  const given = material.sessions.flatMap((s) => [s.sessionKey, s.signingKey, s.applicationKey, s.encryptionKeyC2S, s.encryptionKeyS2C]);
  return [
    ...passwords.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le'), ntowfV1(text)]),
    ...found.map((text) => Buffer.from(text, 'hex')),
    ...given.flatMap((key) => key ?? []),
    ...(name.startsWith('kerberos') ? readKeytab(readFileSync(KEYTAB)).map((entry) => entry.key) : []),
    ...learned.map((k) => k.key),
  ].filter((secret) => secret.length >= 12);
}

const run = (args: readonly string[]): Promise<{ status: number | null; output: Buffer }> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [program.path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
    child.on('close', (status) => done({ status, output: Buffer.concat(parts) }));
  });

/** The secrets that are in an output, as they are, in hex of either case with or without something between the digits, or in base64. */
function leaksIn(output: Buffer, secrets: readonly Buffer[]): string[] {
  const hex = output
    .toString('latin1')
    .toLowerCase()
    .replace(/[\s:,-]/g, '');
  return secrets
    .filter((s) => output.includes(s) || hex.includes(s.toString('hex')) || output.includes(s.toString('base64').replace(/=+$/, '')))
    .map((s) => s.toString('hex'));
}

const beside = (): readonly string[] => [];
const password = (): readonly string[] => ['--no-keys', '--user', 'alice', '--password', PASSWORD];
const hash = (): readonly string[] => ['--no-keys', '--user', 'alice', '--nt-hash', ntowfV1(PASSWORD).toString('hex')];
const keytab = (): readonly string[] => ['--no-keys', '--keytab', KEYTAB];
const session = (name: string): readonly string[] => [
  '--no-keys',
  ...readKeysFile(`${samplePath(name)}.keys.json`).sessions.flatMap((s) => [
    '--session-key',
    `${s.sessionId}:${s.sessionKey!.toString('hex')}`,
  ]),
];
const KEYED = [
  [SIGNED, [beside, password, hash, session]],
  [ENCRYPTED, [password, hash, session]],
  [BOUND, [beside, password]],
  [KERBEROS, [beside, keytab, session]],
] as const;

const fields = program
  .run('fields', '--list')
  .stdout.split('\n')
  .flatMap((line) => line.split(/\s/, 1))
  .filter((name) => name !== '');

/** Every command that shows something of a capture, in each of its forms. */
const COMMANDS: readonly (readonly string[])[] = [
  ['info'],
  ['info', '--format', 'json'],
  ['list'],
  ['list', '--format', 'jsonl'],
  ['list', '--format', 'csv'],
  ['list', '--operations'],
  ['list', '--operations', '--format', 'jsonl'],
  ['dump'],
  ['dump', '--raw'],
  ['dump', '--format', 'jsonl', '--raw'],
  ['dump', '--format', 'pdml', '--raw'],
  ['fields', ...fields.flatMap((name) => ['-e', name])],
  ['sessions'],
  ['sessions', '--format', 'json'],
  ['leases', '--format', 'json'],
  ['verify'],
  ['verify', '--format', 'json'],
  ['keys'],
  ['keys', '--format', 'json'],
];

describe('no output holds a secret', () => {
  test.each([ENCRYPTED, KERBEROS])('%s: every command', async (name) => {
    const secrets = await secretsOf(name);
    expect(secrets.length).toBeGreaterThan(5);
    const path = samplePath(name);
    for (let i = 0; i < COMMANDS.length; i += 2)
      await Promise.all(
        COMMANDS.slice(i, i + 2).map(async (command) => {
          const { status, output } = await run([...command, '--user', 'alice', '--password', PASSWORD, path]);
          expect([command.slice(0, 4), status, output.length > 0]).toEqual([command.slice(0, 4), 0, true]);
          expect([command.slice(0, 4), leaksIn(output, secrets)]).toEqual([command.slice(0, 4), []]);
        }),
      );
    const { output } = await run(['stats', path, 'rtt', '--user', 'alice', '--password', PASSWORD]);
    expect(leaksIn(output, secrets)).toEqual([]);
  });

  test.each(KEYED.flatMap(([name, kinds]) => kinds.map((args) => [name, args.name, args] as const)))(
    '%s, given %s',
    async (name, _, args) => {
      const secrets = await secretsOf(name);
      const results = await Promise.all(
        [
          ['dump', '--format', 'jsonl', '--raw'],
          ['verify', '--format', 'json'],
          ['keys', '--format', 'json'],
        ].map((command) => run([...command, ...args(name), samplePath(name)])),
      );
      expect(results.map(({ output }) => leaksIn(output, secrets))).toEqual([[], [], []]);
    },
  );

  test('only keys --show-secrets prints them, where they are looked for', async () => {
    for (const [name] of KEYED) {
      const secrets = await secretsOf(name);
      const { output } = await run(['keys', '--show-secrets', samplePath(name)]);
      expect(leaksIn(output, secrets).length).toBeGreaterThan(2);
      // Not what was given to find them.
      expect(leaksIn(output, [Buffer.from(PASSWORD), ntowfV1(PASSWORD)])).toEqual([]);
    }
  });
});
