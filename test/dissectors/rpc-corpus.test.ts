import { describe, expect, test } from 'vitest';
import { noKeys } from '../../src/smb/keys/material.ts';
import { captures, damageIn, isCorpusThere, openedStubsOf, type StubData, stubsOf, treeOf } from './stubs.ts';

/** What is wrong with a stub: damage, bytes that no row claims, an end before the last byte. */
function faultsOf(s: StubData): string[] {
  const { node, end } = treeOf(s);
  const found = damageIn(node);
  // A verification trailer lies at a multiple of four.
  if (s.isVerified ? s.bytes.length - end > 3 : end !== s.bytes.length) found.push(`ends at ${end} of ${s.bytes.length}`);
  return found.map((what) => `${s.capture}, frame ${s.frame}, ${s.operation.name} ${s.isRequest ? 'request' : 'response'}: ${what}`);
}

/** Samba's responses of level 503 lack the arm (differences.md): what follows is read as its pointer, and then is missing. */
const LACKS_ARM =
  /rpc-impacket-\w+\.pcap, frame \d+, NetrShare(Enum|GetInfo) response: (ResumeHandle|shi503_netname) needs 4 bytes, 0 left$/;

describe('stub data is read to its last byte', () => {
  test('with keys', async () => {
    const all = (await Promise.all(captures.map((path) => openedStubsOf(path)))).flat();
    expect(all.flatMap(faultsOf).filter((fault) => !LACKS_ARM.test(fault))).toEqual([]);
    const kinds = new Set(all.map((s) => `${s.interface.name} ${s.isRequest ? 'request' : 'response'}${s.facts.isNdr64 ? ' NDR64' : ''}`));
    const expected = isCorpusThere
      ? ['dssetup', 'epm', 'fsrvp', 'lsarpc', 'samr', 'srvsvc', 'svcctl', 'winreg', 'witness', 'wkssvc'].flatMap((name) => [
          `${name} request`,
          `${name} response`,
        ])
      : ['fsrvp', 'lsarpc', 'samr', 'srvsvc', 'witness', 'wkssvc'].flatMap((name) => [`${name} request`, `${name} response`]);
    expect([...kinds]).toEqual(
      expect.arrayContaining(isCorpusThere ? [...expected, 'srvsvc request NDR64', 'srvsvc response NDR64'] : expected),
    );
    expect(all.length).toBeGreaterThan(isCorpusThere ? 6000 : 150);
  });

  test('without keys', async () => {
    const all = (await Promise.all(captures.map((path) => stubsOf(path, noKeys())))).flat();
    expect(all.flatMap(faultsOf)).toEqual([]);
    expect(all.length).toBeGreaterThan(isCorpusThere ? 5000 : 100);
  });
});
