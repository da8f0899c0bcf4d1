import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../samples.ts';
import { leavesOf, python } from './ndrdump.ts';
import { captures, isCorpusThere, openedStubsOf, type StubData, treeOf } from './stubs.ts';

// What captures hold in NDR, written by Samba in NDR64 and in big-endian NDR: read to the last byte, each has the values that the capture has.

/** Samba's modules of these interfaces; it has none of fsrvp. */
const modules: Readonly<Record<string, string>> = {
  srvsvc: 'srvsvc',
  wkssvc: 'wkssvc',
  witness: 'witness',
  lsarpc: 'lsa',
  samr: 'samr',
  winreg: 'winreg',
  svcctl: 'svcctl',
  epm: 'epmapper',
};

/** Each operation, direction and length once. */
async function different(): Promise<StubData[]> {
  const found = new Map<string, StubData>();
  for (const path of captures)
    for (const s of await openedStubsOf(path)) {
      const key = `${s.interface.name} ${s.operation.opnum} ${s.isRequest} ${s.bytes.length}`;
      if (Object.hasOwn(modules, s.interface.name) && !s.facts.isNdr64 && (s.isRequest || s.request !== null) && !found.has(key))
        found.set(key, s);
    }
  return [...found.values()];
}

/** The stubs in NDR, NDR64 and big-endian NDR as Samba writes them; null for those that it can't read or has no definition of. */
function transcoded(stubs: readonly StubData[]): (readonly Buffer[] | null)[] {
  const line = (s: StubData): string =>
    [
      modules[s.interface.name],
      s.operation.opnum,
      s.isRequest ? 'in' : 'out',
      s.bytes.toString('hex'),
      s.request?.bytes.toString('hex') ?? '',
    ].join(' ');
  const { stdout, stderr, status } = spawnSync(python!, [join(root, 'test', 'dissectors', 'transcode.py')], {
    input: stubs.map((s) => `${line(s)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  const lines = stdout.trim().split('\n');
  return lines.map((text) => (text.startsWith('error') ? null : text.split(' ').map((hex) => Buffer.from(hex, 'hex'))));
}

function read(s: StubData, bytes: Buffer, syntax: { isNdr64?: boolean; isBigEndian?: boolean }): string[] {
  const { node, data, end } = treeOf(s, bytes, { ...s.facts, ...syntax });
  return [...leavesOf(node, data).map((leaf) => `${leaf.name} ${leaf.value}`), `${bytes.length - end} bytes left`];
}

/**
 * Where Samba's NDR64 is not the specification's: SECURITY_IMPERSONATION_LEVEL is an enum (MS-LSAD 2.2.3.5) and so has four bytes (MS-RPCE 2.2.5.3.3.1);
 * the octets of a tower are an array whose size has eight (C706 L, MS-RPCE 2.2.5); a notification's messages are no NDR (MS-SWN 2.2.2.4); a varying
 * string's counts have eight bytes in DISK_INFO too (MS-SRVS 2.2.4.91).
 */
const isOtherwise = /^(LsarOpenPolicy2? request|ept_map .*|WitnessrAsyncNotify response|NetrServerDiskEnum response)$/;
/** Samba has no arm for it (differences.md). */
const is503 = (s: StubData): boolean =>
  /^NetrShare(Enum|GetInfo)$/.test(s.operation.name) && !s.isRequest && s.bytes.readUInt32LE(0) === 503;

describe.skipIf(python === undefined)(
  `NDR64 and big-endian NDR${python === undefined ? ' (skipped: python3-samba is not installed)' : ''}`,
  () => {
    test('the same values as in NDR', async () => {
      const stubs = (await different()).filter((s) => !is503(s));
      const counts = { ndr64: 0, big: 0, unread: 0 };
      transcoded(stubs).forEach((written, i) => {
        const s = stubs[i]!;
        const name = `${s.operation.name} ${s.isRequest ? 'request' : 'response'}`;
        if (written === null) {
          counts.unread++;
          return;
        }
        const [ndr, ndr64, big] = written as [Buffer, Buffer, Buffer];
        const where = `${s.capture}, frame ${s.frame}, ${name}`;
        // What Samba reads and writes again may differ in what is not shown, so its own NDR is what the others are compared with.
        const values = read(s, ndr, {});
        expect([where, values.at(-1)]).toEqual([where, '0 bytes left']);
        expect([where, 'big-endian', ...read(s, big, { isBigEndian: true })]).toEqual([where, 'big-endian', ...values]);
        counts.big++;
        if (isOtherwise.test(name)) return;
        expect([where, 'NDR64', ...read(s, ndr64, { isNdr64: true })]).toEqual([where, 'NDR64', ...values]);
        counts.ndr64++;
      });
      expect(counts.unread).toBeLessThan(5);
      expect(counts.big).toBeGreaterThan(isCorpusThere ? 200 : 40);
      expect(counts.ndr64).toBeGreaterThan(isCorpusThere ? 200 : 40);
    });
  },
);
