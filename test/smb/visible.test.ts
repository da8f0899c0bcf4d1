import { describe, expect, test } from 'vitest';
import { Writer } from '../../src/bytes/writer.ts';
import type { Node } from '../../src/dissect/node.ts';
import { nameFor, severityFor, textFor, valueFor } from '../../src/dissect/show.ts';
import { Columns } from '../../src/query/columns.ts';
import { compileFilter } from '../../src/query/filter.ts';
import { writeJson } from '../../src/report/json.ts';
import { Lines } from '../../src/report/lines.ts';
import { model } from '../../src/report/model.ts';
import { writePdml } from '../../src/report/pdml.ts';
import { writeText } from '../../src/report/text.ts';
import { noKeys } from '../../src/smb/keys/material.ts';
import { readKeysFile } from '../../src/smb/keys/read.ts';
import { Pass } from '../../src/smb/pass.ts';
import { Records, type UnitRecord } from '../../src/smb/records.ts';
import { fileInMemory } from '../memory.ts';
import { contentOf, everyNode, passOf, samplePath } from '../samples.ts';

const SIGNED = 'dialect-3.1.1-signed.pcap';
const ENCRYPTED = 'encrypt-3.1.1-aes-128-gcm.pcapng';
const KERBEROS = 'kerberos-signed.pcap';

async function withKeys(name: string, content: Buffer = contentOf(name)): Promise<Pass> {
  const pass = new Pass(fileInMemory(content), readKeysFile(`${samplePath(name)}.keys.json`));
  await pass.run();
  return pass;
}

/** A copy with one bit turned `distance` bytes behind the n-th place where the digits stand. */
function turned(name: string, digits: string, n: number, distance: number): Buffer {
  const content = Buffer.from(contentOf(name));
  let at = -1;
  for (let i = 0; i < n; i++) at = content.indexOf(Buffer.from(digits, 'hex'), at + 1);
  content[at + distance]! ^= 1;
  return content;
}

const lines = (pass: Pass, format: 'text' | 'csv' | 'json'): string[] => {
  const to = new Writer();
  const all = new Lines(pass);
  for (let row = 0; row < pass.messages.count; row++) all[format](row, to);
  return to.take().trimEnd().split('\n');
};

const asked = (pass: Pass, expression: string): number[] => {
  const isAsked = compileFilter(expression).bind(pass, new Records(pass));
  return Array.from({ length: pass.messages.count }, (_, row) => row + 1).filter((message) => isAsked(message - 1));
};

const named = (r: UnitRecord, name: string): Node[] => [...everyNode(r.tree)].filter((n) => nameFor(n) === name);
const values = (r: UnitRecord, name: string) => named(r, name).map((n) => valueFor(n, r.sources[n.source]!.data));
const texts = (r: UnitRecord, name: string) => named(r, name).map((n) => textFor(n, r.sources[n.source]!.data));

describe('signatures', () => {
  test('a good one, and where its key came from', async () => {
    const pass = await withKeys(SIGNED);
    const record = new Records(pass).record(pass.messages.unit[20]!);
    expect(values(record, 'smb2.x.signature.verdict')).toEqual(['ok']);
    expect(values(record, 'smb2.x.signature.key')).toEqual(['password of alice']);
    expect(named(record, 'smb2.good_signature').map((n) => n.size)).toEqual([16]);
    expect(named(record, 'smb2.bad_signature')).toEqual([]);
    expect(lines(pass, 'text').filter((line) => line.endsWith(']'))).toEqual([]);
    expect(asked(pass, 'smb2.good_signature')).toEqual(asked(pass, 'smb2.x.signature.verdict == "ok"'));
  });

  test('a bad one', async () => {
    const pass = await withKeys(SIGNED, turned(SIGNED, 'fe534d42', 40, 70));
    const [bad, ...others] = asked(pass, 'smb2.bad_signature');
    expect(others).toEqual([]);
    expect(lines(pass, 'text')[bad! - 1]).toMatch(/ \[bad signature\]$/);
    expect(lines(pass, 'csv')[bad! - 1]).toMatch(/",bad$/);
    expect(JSON.parse(lines(pass, 'json')[bad! - 1]!)).toMatchObject({ message: bad, verdict: 'bad' });
  });

  test('without keys nothing is said', async () => {
    const pass = await passOf(SIGNED);
    expect(asked(pass, 'smb2.x.signature.verdict || smb2.good_signature || smb2.x.transform.verdict')).toEqual([]);
    expect(lines(pass, 'csv').every((line) => line.endsWith('",'))).toBe(true);
    expect(lines(pass, 'json').some((line) => line.includes('verdict'))).toBe(false);
  });
});

describe('transforms', () => {
  test('one that opens', async () => {
    const pass = await withKeys(ENCRYPTED);
    const open = asked(pass, 'smb2.x.transform.verdict == "ok"');
    expect(open.length).toBeGreaterThan(20);
    expect(asked(pass, 'smb2.header.transform.nonce')).toEqual(open);
    expect(asked(pass, 'smb2.x.transform.verdict == "ok" && smb2.cmd == 5').length).toBeGreaterThan(0);
  });

  test('one whose tag is wrong: its plain text is shown, and is no message', async () => {
    const pass = await withKeys(ENCRYPTED, turned(ENCRYPTED, 'fd534d42', 6, 52 + 60));
    const whole = await withKeys(ENCRYPTED);
    const [forged, ...others] = asked(pass, 'smb2.x.transform.verdict == "tag wrong"');
    expect(others).toEqual([]);
    expect(lines(pass, 'text')[forged! - 1]).toMatch(/Encrypted message, \d+ bytes, Session: 0x[0-9a-f]{16} \[tag wrong\]$/);
    expect(asked(pass, 'smb2.x.transform.bad_tag')).toEqual([forged]);
    expect(asked(whole, 'smb2.x.transform.bad_tag')).toEqual([]);
    expect(asked(pass, 'smb2.cmd')).not.toContain(forged);
    expect(asked(whole, 'smb2.cmd')).toContain(forged);
    const record = new Records(pass).record(pass.messages.unit[forged! - 1]!);
    expect(record.sources.map((s) => s.kind)).toContain('decrypted');
    expect(named(record, 'smb2.x.transform.bad_tag')).toHaveLength(1);
    expect(named(record, 'smbscope.untrusted').map(severityFor)).toEqual(['error']);
    expect(named(record, 'smb2.cmd')).toHaveLength(1);
    expect(named(record, 'smb2.x.signature.verdict')).toEqual([]);
  });

  test('one with other keys', async () => {
    const { sessions } = readKeysFile(`${samplePath(SIGNED)}.keys.json`);
    const pass = new Pass(fileInMemory(contentOf(ENCRYPTED)), { ...noKeys(), sessions });
    await pass.run();
    expect(asked(pass, 'smb2.x.transform.verdict == "no key"').length).toBeGreaterThan(20);
    expect(lines(pass, 'text').filter((line) => line.includes('[tag'))).toEqual([]);
  });
});

describe('who a session is', () => {
  test('by NTLM it needs no keys', async () => {
    const pass = await passOf(SIGNED);
    const record = new Records(pass).record(pass.messages.unit[20]!);
    const fields = ['smb2.acct', 'smb2.domain', 'smb2.host', 'smb2.auth_frame'].flatMap((name) => values(record, name));
    expect(fields).toEqual(['alice', 'LABDOM', 'LABCLI', 11]);
    expect(model(pass).sessions[0]).toMatchObject({ user: 'alice', domain: 'LABDOM', host: 'LABCLI', authentication: 'NTLMv2' });
    expect(asked(pass, 'smb2.acct == "alice"')[0]).toBe(6);
    expect(asked(pass, 'smb2.auth_frame == 11 && smb2.tcon_frame').length).toBeGreaterThan(100);
  });

  test('by Kerberos it does', async () => {
    expect(model(await passOf(KERBEROS)).sessions[0]).toMatchObject({ user: '', authentication: 'Kerberos' });
    expect(model(await withKeys(KERBEROS)).sessions[0]).toMatchObject({ user: 'alice', domain: 'EXAMPLE.TEST' });
  });

  test('a reauthentication changes it', async () => {
    const pass = await passOf('st-session-reauth-bind.pcapng');
    const of = (frame: number) => asked(pass, `frame.number == ${frame} && smb2.acct == "alice"`).length;
    expect([54, 60, 66].map(of)).toEqual([1, 0, 1]);
  });
});

describe('Kerberos', () => {
  test('each cipher that a key opens is a source with its tree, those of FAST too', async () => {
    const pass = await withKeys(KERBEROS);
    const records = new Records(pass);
    const opened: string[] = [];
    for (let unit = 0; unit < pass.units.count; unit++)
      for (const n of everyNode(records.record(unit).tree))
        if (nameFor(n) === 'kerberos.cipher') for (const c of n.children) opened.push(String(c.extra));
    expect(opened.filter((title) => title.includes('opened with'))).toMatchInlineSnapshot(`
      [
        "PA-ENC-TS-ENC, opened with keytab, alice",
        "PA-ENC-TS-ENC, opened with keytab, alice",
        "EncTicketPart, opened with keytab, krbtgt",
        "EncASRepPart, opened with keytab, alice",
        "EncTicketPart, opened with keytab, krbtgt",
        "Authenticator, opened with keytab, krbtgt",
        "KrbFastReq, opened with keytab, krbtgt",
        "KrbFastResponse, opened with keytab, krbtgt",
        "EncTicketPart, opened with keytab, DC1$",
        "EncTGSRepPart, opened with keytab, krbtgt",
        "EncTicketPart, opened with keytab, krbtgt",
        "Authenticator, opened with keytab, krbtgt",
        "KrbFastReq, opened with keytab, krbtgt",
        "KrbFastResponse, opened with keytab, krbtgt",
        "EncTicketPart, opened with keytab, krbtgt",
        "EncTGSRepPart, opened with keytab, krbtgt",
        "EncTicketPart, opened with keytab, DC1$",
        "Authenticator, opened with keytab, DC1$",
        "EncTicketPart, opened with keytab, krbtgt",
        "EncAPRepPart, opened with keytab, DC1$",
      ]
    `);
    expect(asked(pass, 'kerberos.pac.type')).toEqual([8, 9, 10, 11, 12, 13]);
    expect(asked(await passOf(KERBEROS), 'kerberos.pac.type')).toEqual([]);
  });

  test('keys inside reach no output', async () => {
    const pass = await withKeys(KERBEROS);
    const records = new Records(pass);
    const { secrets } = pass.smb2.sessions[0]!.security!;
    expect(secrets.map((s) => s.source)).toContain('keytab, DC1$');
    const to = new Writer();
    let hidden = 0;
    for (let unit = 0; unit < pass.units.count; unit++) {
      const record = records.record(unit);
      for (const write of [writeText, writeJson, writePdml]) write(record, true, to);
      hidden += values(record, 'kerberos.keyvalue').filter((value) => value === '(secret)').length;
      expect(texts(record, 'kerberos.keyvalue').every((text) => text === '(secret)')).toBe(true);
      for (const { data } of record.sources)
        for (const { key } of secrets) expect(Buffer.from(data.buffer, data.byteOffset, data.byteLength).includes(key)).toBe(false);
    }
    expect(hidden).toBeGreaterThan(10);
    const output = to.take().toLowerCase();
    for (const { key } of secrets) expect(output).not.toContain(key.toString('hex'));
  });
});

const COLUMNS = [
  'good_signature',
  'bad_signature',
  'acct',
  'domain',
  'host',
  'x.signature.verdict',
  'x.signature.key',
  'x.transform.verdict',
].map((name) => `smb2.${name}`);

test.each([SIGNED, ENCRYPTED, KERBEROS, 'st-session-reauth-bind.pcapng'])(
  '%s: the columns of these fields are what a scan finds',
  async (name) => {
    for (const pass of [await withKeys(name), await passOf(name)]) {
      const records = new Records(pass);
      const columns = new Columns(pass);
      for (const field of COLUMNS) {
        const column = columns.of(field);
        const wanted = new Set([field]);
        for (let row = 0; row < pass.messages.count; row++) {
          const known = column(row);
          const found: unknown[] = [];
          records.scan(row, wanted, (_, node) => found.push(node.extra));
          if (known !== null) expect([field, row, ...known]).toEqual([field, row, ...found]);
        }
      }
    }
  },
);

test('integrity codes of the tokens themselves', async () => {
  const pass = await withKeys(SIGNED);
  expect(asked(pass, 'ntlmssp.x.mic.verdict == "ok"')).toEqual([5]);
  expect(asked(pass, 'spnego.x.mechlistmic.verdict == "ok"')).toEqual([5, 6]);
  const forged = await withKeys(SIGNED, turned(SIGNED, '4e544c4d5353500003000000', 1, 72));
  expect(asked(forged, 'ntlmssp.x.mic.verdict == "bad"')).toEqual([5]);
});
