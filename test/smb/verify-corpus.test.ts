import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCapture } from '../../src/capture/open.ts';
import { sessionKeys } from '../../src/report/keys.ts';
import { type Verification, verification } from '../../src/report/verify.ts';
import { type KeyMaterial, mergeKeys, noKeys } from '../../src/smb/keys/material.ts';
import { parseKeys, readKeysFile, readKeytabFile } from '../../src/smb/keys/read.ts';
import { Pass } from '../../src/smb/pass.ts';
import { corpus, keysFiles, type RecordedSession } from '../crypto/vectors.ts';

/** What the recorder found by an implementation of its own. */
interface Recorded {
  readonly keytab?: string;
  readonly sessions?: readonly RecordedSession[];
  readonly facts?: {
    readonly counters: Readonly<Record<string, number>>;
    readonly signaturesVerifiedBy: Readonly<Record<string, number>>;
    readonly decryptedBy: Readonly<Record<string, number>>;
  };
}

// Of a capture with a hole the recorder read only what was before it; of one whose frames are cut it verified nothing.
const LOST = 'derived-lost.pcap';
const CUT = 'derived-snaplen120.pcap';
const FALLBACK = 'kerberos-ntlm-fallback.pcap';

const written = new Map(keysFiles.map((path) => [basename(path, '.keys.json'), JSON.parse(readFileSync(path, 'utf8')) as Recorded]));
const captures = [...written].filter(([, { facts }]) => facts !== undefined).map(([name]) => name);
const isKerberos = (name: string): boolean => (written.get(name)!.sessions ?? []).some((s) => s.authentication.startsWith('Kerberos'));

const given = (name: string): KeyMaterial => readKeysFile(join(corpus, `${name}.keys.json`));
const passwords = (name: string): KeyMaterial => ({ ...noKeys(), credentials: given(name).credentials });
const keytab = (name: string): KeyMaterial => ({ ...noKeys(), keytab: readKeytabFile(join(corpus, written.get(name)!.keytab!)) });

async function passOf(name: string, material: KeyMaterial): Promise<Pass> {
  const capture = await openCapture([join(corpus, name)]);
  const pass = new Pass(capture, material, true);
  await pass.run();
  return pass;
}

async function verified(name: string, material: KeyMaterial): Promise<Verification> {
  const pass = await passOf(name, material);
  const found = verification(pass);
  pass.capture.close();
  return found;
}

const counts = ({ signatures, encryption }: Verification) => ({ signatures, encryption });

function expected(name: string): ReturnType<typeof counts> {
  const { counters: c, signaturesVerifiedBy, decryptedBy } = written.get(name)!.facts!;
  const of = (counter: string): number => c[counter] ?? 0;
  const [signed, ok, bad, echo] = ['signed', 'sign_ok', 'sign_bad', 'sign_echo_of_request'].map(of) as [number, number, number, number];
  const [transforms, opened, wrong] = ['transform', 'decrypt_ok', 'decrypt_bad'].map(of) as [number, number, number];
  return {
    signatures: { signed, ok, bad, echo, unverified: signed - ok - bad - echo, byAlgorithm: signaturesVerifiedBy },
    encryption: { transforms, ok: opened, bad: wrong, unverified: transforms - opened - wrong, byCipher: decryptedBy },
  };
}

function check(name: string, found: Verification): void {
  const bad = found.findings.filter((f) => f.kind === 'signature-bad');
  expect(bad).toHaveLength(found.signatures.bad);
  expect(found.findings.filter((f) => f.kind === 'mic-bad' || f.kind === 'nonce-reuse')).toEqual([]);
  if (name === CUT) {
    const { signed, ok, unverified } = found.signatures;
    expect([signed > 100, ok, found.signatures.bad, unverified === signed]).toEqual([true, 0, 0, true]);
    expect(
      found.findings.some((f) => f.kind === 'not-verifiable' && /captured in full|missing from the capture|no key is known/.test(f.text)),
    ).toBe(true);
  } else if (name === LOST) {
    const { ok, signed } = found.signatures;
    expect([ok === signed, ok >= expected(name).signatures.ok]).toEqual([true, true]);
  } else expect(counts(found)).toEqual(expected(name));
}

describe.skipIf(captures.length === 0)(
  `verify against the recorder${captures.length === 0 ? ' (skipped: the corpus is not there)' : ''}`,
  () => {
    const each = (names: readonly string[]) => test.each(captures.length === 0 ? ['none'] : names);

    each(captures)('%s, with the keys given', async (name) => {
      check(name, await verified(name, given(name)));
    });

    each(captures.filter((name) => !isKerberos(name)))('%s, with passwords', async (name) => {
      check(name, await verified(name, passwords(name)));
    });

    each(captures.filter((name) => written.get(name)!.keytab !== undefined))('%s, with the keytab', async (name) => {
      const found = await verified(name, name === FALLBACK ? mergeKeys(keytab(name), passwords(name)) : keytab(name));
      check(name, found);
      expect(found.sessions.filter((s) => s.authentication === 'Kerberos').every((s) => s.keySource.startsWith('keytab, '))).toBe(true);
    });

    each(['st-multichannel.pcap', 'st-session-reauth-bind.pcapng', 'kerberos-encrypted-aes-256-ccm.pcap', 'impacket-dialects.pcap'])(
      '%s, with the keys that were found by what is given',
      async (name) => {
        const pass = await passOf(name, given(name));
        const found = parseKeys(JSON.stringify({ sessions: sessionKeys(pass, true) }), 'found.json');
        pass.capture.close();
        check(name, await verified(name, found));
        const derived = found.sessions.map(({ sessionKey, ...rest }) => rest);
        check(name, await verified(name, { ...noKeys(), sessions: derived }));
      },
    );

    test('the two captures with a signature that is wrong have it where it is', async () => {
      const wrong = async (name: string) =>
        (await verified(name, given(name))).findings.filter((f) => f.kind === 'signature-bad').map((f) => [f.frame, f.message]);
      expect(await wrong('derived-tampered.pcap')).toEqual([[33, 28]]);
      expect(await wrong('impacket-dialects.pcap')).toHaveLength(1);
    });
  },
);
