import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { handles } from '../../src/report/handles.ts';
import { rpc } from '../../src/report/rpc.ts';
import { snapshots } from '../../src/report/snapshots.ts';
import { Pass } from '../../src/smb/pass.ts';
import { fileInMemory } from '../memory.ts';
import { layout, Sender } from '../net/packets.ts';
import { passOf, root } from '../samples.ts';
import { connecting, framesOf, joined } from './joined.ts';

const SAMPLE = 'fsrvp-rpcclient.pcap';
const COPY = '3e59d7e2-e7c4-4af8-95a7-e95e45f1d113';
const SET = '80c1dcde-3cbc-44c1-b001-a4da0969cd4b';
const EXPOSED = `fsrvp_share@{${COPY}}`;
const ROW = { SetContext: 160, PrepareShadowCopySet: 168, ExposeShadowCopySet: 174, RecoveryCompleteShadowCopySet: 311 };

describe('a shadow copy set', () => {
  test('is told from its start to its end', async () => {
    const { sets, others } = snapshots(await passOf(SAMPLE));
    expect(sets).toHaveLength(1);
    expect(sets[0]).toMatchObject({
      setId: SET,
      clientSetId: 'c73fd1ba-f96e-4fa7-852d-e640e9c8d772',
      context: 'FSRVP_CTX_BACKUP',
      server: '127.0.0.1:445',
      user: 'LABDOM\\root',
      status: 'Deleted',
      ended: 'recovered, deleted',
      findings: [],
    });
    expect(sets[0]!.copies).toMatchObject([
      {
        copyId: COPY,
        clientCopyId: 'f7daca1e-7217-4168-8c8f-8f6304252b2f',
        share: '\\\\127.0.0.1\\fsrvp_share\\',
        created: '2026-11-20T07:07:05.0000000Z',
        exposed: true,
        exposedShare: EXPOSED,
        exposedShareBy: 'mapping',
        listedIn: [286],
        deletedIn: 339,
        mounts: [],
      },
    ]);
    expect(sets[0]!.copies[0]!.remark).toContain('Shadow copy of fsrvp_share');
    expect(sets[0]!.calls.map((c) => [c.operation, c.status, c.setStatus, c.timer])).toEqual([
      ['SetContext', 'ZERO', '', 180],
      ['StartShadowCopySet', 'ZERO', 'Started', 180],
      ['AddToShadowCopySet', 'ZERO', 'Added', 1800],
      ['PrepareShadowCopySet', 'ZERO', 'Added', 1800],
      ['CommitShadowCopySet', 'ZERO', 'Committed', 180],
      ['ExposeShadowCopySet', 'ZERO', 'Exposed', 180],
      ['GetShareMapping', 'ZERO', 'Exposed', 1800],
      ['GetShareMapping', 'ZERO', 'Exposed', 1800],
      ['RecoveryCompleteShadowCopySet', 'ZERO', 'Recovered', 0],
      ['DeleteShareMapping', 'ZERO', 'Deleted', undefined],
    ]);
    expect(others.filter((c) => c.status !== 'ZERO').map((c) => [c.operation, c.share, c.status])).toEqual([
      ['IsPathSupported', '\\\\127.0.0.1\\share\\', 'FSRVP_E_NOT_SUPPORTED'],
      ['IsPathSupported', '\\\\127.0.0.1\\nosuchshare\\', 'E_INVALIDARG'],
      ['IsPathShadowCopied', '\\\\127.0.0.1\\fsrvp_share\\', 'FSRVP_E_NOT_SUPPORTED'],
      ['IsPathShadowCopied', '\\\\127.0.0.1\\fsrvp_share\\', 'FSRVP_E_NOT_SUPPORTED'],
      ['GetShareMapping', '\\\\127.0.0.1\\fsrvp_share\\', 'E_INVALIDARG'],
    ]);
    expect(others.find((c) => c.operation === 'GetShareMapping')!.findings).toEqual([`${COPY} is no set but a copy in set ${SET}`]);
  });

  test('is found by any of its messages, and only then', async () => {
    const pass = await passOf(SAMPLE);
    expect(snapshots(pass, (row) => row === 110).sets).toHaveLength(1);
    expect(snapshots(pass, (row) => row < 100).sets).toHaveLength(0);
  });

  test('is tied to the session that connects to the exposed share', async () => {
    const frames = await framesOf(SAMPLE);
    const mount = await connecting('dialect-3.1.1-signed.pcap', `\\\\127.0.0.1\\${EXPOSED.toUpperCase()}`, 1);
    const [set] = snapshots(await joined(frames, mount)).sets;
    expect(set!.copies[0]!.mounts).toHaveLength(1);
    expect(set!.copies[0]!.mounts[0]).toMatchObject({ share: `\\\\127.0.0.1\\${EXPOSED.toUpperCase()}`, status: 'STATUS_SUCCESS' });
  });

  test('is gone when the Message Sequence Timer elapses', async () => {
    const frames = await framesOf(SAMPLE);
    const late = frames.map((f, i) => (i + 1 >= ROW.ExposeShadowCopySet ? { ...f, seconds: f.seconds! + 181 } : f));
    const { sets } = snapshots(await joined(late));
    expect(sets).toHaveLength(1);
    expect(sets[0]!.findings[0]).toContain('Message Sequence Timer of 180 s that frame');
    expect(sets[0]!.findings[0]).toContain('while the set was Committed');
    expect(sets[0]!.findings[1]).toBe('frame 174 finds it still there: the server did not keep to the timer');
    const inTime = frames.map((f, i) => (i + 1 >= ROW.ExposeShadowCopySet ? { ...f, seconds: f.seconds! + 179 } : f));
    expect(snapshots(await joined(inTime)).sets[0]!.findings).toEqual([]);
  });

  test('that nobody completes is seen to expire, or with its timer at the end', async () => {
    const frames = (await framesOf(SAMPLE)).slice(0, 200);
    expect(snapshots(await joined(frames)).sets[0]).toMatchObject({ status: 'Exposed', ended: '', timer: { seconds: 1800, frame: 179 } });
    const later = await framesOf('dialect-3.1.1-signed.pcap', 0);
    const shift = frames.at(-1)!.seconds! + 1801 - later[0]!.seconds!;
    const { sets } = snapshots(
      await joined(
        frames,
        later.map((f) => ({ ...f, seconds: f.seconds! + shift })),
      ),
    );
    expect(sets[0]).toMatchObject({ status: 'Deleted', ended: 'timed out', timer: undefined });
  });

  test('of which a call came out of order says which', async () => {
    // The opnum of PrepareShadowCopySet becomes that of ExposeShadowCopySet: same parameters.
    const frames = await framesOf(SAMPLE);
    const frame = frames[ROW.PrepareShadowCopySet - 1]!;
    const bytes = Buffer.from(frame.bytes);
    bytes.writeUInt16LE(5, bytes.indexOf('0500000310000000', 'hex') + 22);
    frames[ROW.PrepareShadowCopySet - 1] = { ...frame, bytes };
    const call = snapshots(await joined(frames)).sets[0]!.calls.find((c) => c.frame === ROW.PrepareShadowCopySet)!;
    expect(call.findings).toEqual(['out of order: the set is Added, needed is Committed (MS-FSRVP 3.1.4.6); the server let it pass']);
  });

  test('from before the capture is known by its id', async () => {
    const { sets } = snapshots(await joined((await framesOf(SAMPLE)).slice(287)));
    expect(sets.map((s) => [s.setId, s.ended, s.calls.map((c) => c.operation)])).toEqual([
      [SET, 'recovered, deleted', ['RecoveryCompleteShadowCopySet', 'DeleteShareMapping']],
    ]);
  });
});

test('every prefix of the sample is told without a throw', async () => {
  const frames = await framesOf(SAMPLE);
  for (let n = 0; n <= frames.length; n += 23) {
    const pass = await joined(frames.slice(0, n));
    snapshots(pass);
    rpc(pass);
  }
});

test('the device of a copy is the path that the Server Service gives of its share', async () => {
  const NDR = '045d888aeb1cc9119fe808002b104860 02000000';
  const pdu = (type: string, ...body: readonly (string | Uint8Array)[]): Buffer => {
    const made = layout('0500', type, '03 10000000 0000 0000 01000000', ...body);
    made.writeUInt16LE(made.length, 8);
    return made;
  };
  const wide = (text: string): Buffer => {
    const characters = Buffer.from(`${text}\0`, 'utf16le');
    const counts = Buffer.alloc(12);
    counts.writeUInt32LE(characters.length / 2, 0);
    counts.writeUInt32LE(characters.length / 2, 8);
    return Buffer.concat([counts, characters, Buffer.alloc(-characters.length & 3)]);
  };
  const asked = layout('00000000', wide(EXPOSED), '02000000');
  const info = layout('04000200 00000000 00000000 00000000 ffffffff 00000000 08000200 00000000', wide(EXPOSED), wide('E:\\shadow\\1'));
  const [client, server] = [50_001, 49_200];
  const local = { from: '127.0.0.1', to: '127.0.0.1' };
  const from = new Sender(1, { from: client, to: server }, local);
  const to = new Sender(1, { from: server, to: client }, local);
  const called = [
    from.send(pdu('0b', 'b810b810 00000000 01000000 0000 0100 c84f324b7016d30112785a47bf6ee188 03000000', NDR)),
    from.send(pdu('00', '00000000 0000 1000', asked)),
    to.send(pdu('02', '00000000 0000 0000 02000000 00000200', info, '00000000')),
  ].map((bytes) => ({ bytes, linkType: 1 }));
  const { sets } = snapshots(await joined(await framesOf(SAMPLE), called));
  expect(sets[0]!.copies[0]).toMatchObject({ exposedShare: EXPOSED, device: 'E:\\shadow\\1' });
});

const folder = join(root, '..', 'shared', 'corpus', 'samba');
const isThere = existsSync(folder);

describe.skipIf(!isThere)(`shadow copy sets and handles of the corpus${isThere ? '' : ' (skipped: it is not there)'}`, () => {
  const corpusTest = (name: string, told: (pass: Pass) => void) =>
    test(name, async () => {
      const pass = new Pass(fileInMemory(readFileSync(join(folder, name))));
      await pass.run();
      told(pass);
    });

  for (const name of ['fsrvp-rpcclient.pcap', 'fsrvp-sign.pcap'])
    corpusTest(name, (pass) => {
      const { sets, others } = snapshots(pass);
      expect(sets.map((s) => [s.context, s.status, s.ended])).toEqual([
        ['FSRVP_CTX_BACKUP', 'Deleted', 'recovered, deleted'],
        ['FSRVP_CTX_FILE_SHARE_BACKUP | ATTR_AUTO_RECOVERY', 'Exposed', ''],
        ['FSRVP_CTX_NAS_ROLLBACK | ATTR_AUTO_RECOVERY', 'Exposed', ''],
        ['FSRVP_CTX_APP_ROLLBACK', 'Exposed', ''],
      ]);
      // Samba lets a set begin while another is exposed.
      expect(sets.map((s) => s.calls.flatMap((c) => c.findings).length)).toEqual([0, 0, 1, 1]);
      expect(others.filter((c) => c.status === 'FSRVP_E_NOT_SUPPORTED' && c.operation === 'IsPathSupported')).toHaveLength(2);
    });

  corpusTest('rpc-lsarpc.pcap', (pass) => {
    const found = handles(pass);
    expect(found.map((h) => [h.opened?.operation.startsWith('LsarOpenPolicy'), h.uses.length, h.closed?.operation])).toEqual(
      found.map(() => [true, 2, 'LsarClose']),
    );
    expect(found.length).toBeGreaterThan(5);
  });
});
