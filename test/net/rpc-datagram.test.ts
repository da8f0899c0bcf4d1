import { describe, expect, test } from 'vitest';
import { Kind } from '../../src/dissect/node.ts';
import { nameFor, textFor } from '../../src/dissect/show.ts';
import { Records } from '../../src/smb/records.ts';
import { everyNode } from '../samples.ts';
import { checkRecord, mutate, Random } from '../torture.ts';
import { ethernet, ipv4, layout, udp, unitsOf } from './packets.ts';

const EPM = { little: '0883afe11f5dc91191a408002b14a0fa', big: 'e1af83085d1f11c991a408002b14a0fa' };
const ACTIVITY = '00112233445566778899aabbccddeeff';
const HANDLE = '00000000 78563412 bc9a f0de 0102030405060708';
const BIG_HANDLE = '00000000 12345678 9abc def0 0102030405060708';

/** A connectionless PDU, C706 12.5.2. */
function pdu(type: string, opnum: number, body: Buffer, { isBig = false, flags1 = '20', extra = 0 } = {}): Buffer {
  const u16 = (n: number): Buffer => (isBig ? Buffer.from([n >> 8, n & 255]) : Buffer.from([n & 255, n >> 8]));
  const u32 = (n: number): Buffer => (isBig ? Buffer.concat([u16(0), u16(n)]) : Buffer.concat([u16(n), u16(0)]));
  return layout(
    ...['04', type, flags1, '00', isBig ? '000000' : '100000', '00', '00'.repeat(16), isBig ? EPM.big : EPM.little, ACTIVITY],
    ...[u32(0), u32(3), u32(7), u16(opnum), 'ffff', 'ffff', u16(body.length), u16(0), '00', '00'],
    body,
    Buffer.alloc(extra, 0xaa),
  );
}

const frame = (payload: Buffer, from = 50_000, to = 135): Buffer => ethernet(ipv4(udp(payload, from, to), { protocol: 17 }));

/** What is listed of each datagram, and its leaves by name. */
function read(...frames: Buffer[]) {
  const { pass } = unitsOf(frames);
  const records = new Records(pass);
  return Array.from({ length: pass.units.count }, (_, unit) => {
    const record = records.record(unit);
    checkRecord(record, true);
    const found: Record<string, string> = {};
    for (const n of everyNode(record.tree))
      if (n.kind === Kind.leaf || n.kind === Kind.unclaimed || n.trouble !== null)
        found[nameFor(n)] = textFor(n, record.sources[n.source]!.data);
    return { summary: record.summary, protocol: record.protocol, found };
  });
}

const common = {
  'dcerpc.ver': '4',
  'dcerpc.dg_if_id': 'e1af8308-5d1f-11c9-91a4-08002b14a0fa',
  'dcerpc.dg_if_ver': '3',
  'dcerpc.dg_seqnum': '7',
  'dcerpc.opnum': '4',
};

describe('connectionless PDUs', () => {
  test.each([
    ['little-endian', false, HANDLE],
    ['big-endian', true, BIG_HANDLE],
  ])('%s: a call and its answer', (_, isBig, handle) => {
    const [asked, answered] = read(
      frame(pdu('00', 4, layout(handle), { isBig })),
      frame(pdu('02', 4, layout(handle, '00000000'), { isBig }), 135, 50_000),
    );
    expect([asked!.protocol, asked!.summary, answered!.summary]).toEqual([
      'DCERPC',
      'epm ept_lookup_handle_free request',
      'epm ept_lookup_handle_free response',
    ]);
    expect(asked!.found).toMatchObject({ ...common, 'dcerpc.pkt_type': 'request (0)', 'epm.hnd': handle.replaceAll(' ', '') });
    expect(answered!.found).toMatchObject({ ...common, 'dcerpc.pkt_type': 'response (2)', 'epm.rc': 'rpc_s_ok (0x00000000)' });
    for (const { found } of [asked!, answered!]) expect(Object.keys(found).filter((name) => /_ws|gap/.test(name))).toEqual([]);
  });

  test('on any port; what is no stub data, and a verifier', () => {
    const [ping, fault, fragment, protectedOne] = read(
      frame(pdu('01', 0, Buffer.alloc(0)), 1025, 1026),
      frame(pdu('03', 4, layout('03000000')), 1025, 1026),
      frame(pdu('00', 4, layout('0102030405060708'), { flags1: '24' }), 1025, 1026),
      frame(pdu('00', 4, layout(HANDLE), { extra: 16 }), 1025, 1026),
    );
    expect([ping!.summary, fault!.summary, fragment!.summary]).toEqual([
      'RPC ping',
      'epm ept_lookup_handle_free fault',
      'epm ept_lookup_handle_free request [fragment]',
    ]);
    expect(fault!.found['dcerpc.dg_status']).toContain('0x00000003');
    expect(fragment!.found['dcerpc.stub_data']).toBe('0102030405060708');
    expect(protectedOne!.found).toMatchObject({ 'dcerpc.auth_credentials': 'aa'.repeat(16), 'epm.hnd': HANDLE.replaceAll(' ', '') });
  });

  test('what is none', () => {
    const one = pdu('00', 4, layout(HANDLE));
    const changed = (at: number, to: number): Buffer => {
      const copy = Buffer.from(one);
      copy[at] = to;
      return frame(copy);
    };
    for (const other of [
      changed(0, 5),
      changed(1, 11),
      changed(2, 0x80),
      changed(3, 0x04),
      changed(4, 0x20),
      changed(5, 9),
      changed(75, 1),
    ])
      expect(unitsOf([other]).units).toHaveLength(0);
    expect(unitsOf([frame(one.subarray(0, 79))]).units).toHaveLength(0);
    // Another service's port keeps what is sent there.
    expect(read(frame(one, 50_000, 137))[0]!.protocol).not.toBe('DCERPC');
  });

  test('with bytes changed, and cut', () => {
    const random = new Random(3);
    const all = [pdu('00', 4, layout(HANDLE)), pdu('02', 4, layout(HANDLE, '00000000')), pdu('03', 4, layout('03000000'))].map((p) =>
      frame(p),
    );
    let units = 0;
    for (let round = 0; round < 3000; round++) {
      const bytes = new Uint8Array(all[round % 3]!);
      mutate(bytes, 42, bytes.length, random);
      const captured = random.next(4) === 0 ? 42 + random.next(bytes.length - 42) : bytes.length;
      const { pass } = unitsOf([{ bytes: bytes.subarray(0, captured), original: bytes.length }]);
      const records = new Records(pass);
      for (let unit = 0; unit < pass.units.count; unit++, units++) checkRecord(records.record(unit), round % 16 === 0);
    }
    expect(units).toBeGreaterThan(500);
  });
});
