import { describe, expect, test } from 'vitest';
import { Datagram, NameService, nameServiceFacts, SessionPacket, userDataOf } from '../../dissectors/nbt/index.ts';
import { bitsOf, bytesOf, rows, torture } from './rows.ts';

const direct = { isResponse: false, isDirect: true };
const netbios = { isResponse: false, isDirect: false };
const LABSRV = "20 'EMEBECFDFCFGCACACACACACACACACACA' 00"; // LABSRV<20>
const LABCLI = "20 'EMEBECEDEMEJCACACACACACACACACAAA' 00"; // LABCLI<00>
const view = (b: Buffer): DataView => new DataView(b.buffer, b.byteOffset, b.length);

describe('session service', () => {
  test('over TCP alone the length has 24 bits', () => {
    expect(rows(SessionPacket, bytesOf('00 012345'), direct)).toEqual(['0+1 nbss.type SESSION MESSAGE (0x00)', '1+3 nbss.length 74565']);
  });

  test('over NetBIOS it has 17, the top one in the flags', () => {
    const bytes = bytesOf('00 ff2345');
    expect(bitsOf(SessionPacket, bytes, netbios)).toEqual({ 'nbss.flags.e': 'set', 'nbss.length': String(0x12345) });
    expect(rows(SessionPacket, bytes, netbios)[1]).toBe('1+1 nbss.flags 0xff, E');
  });

  test('a session request names both ends', () => {
    expect(rows(SessionPacket, bytesOf(`81 00 0044 ${LABSRV} ${LABCLI}`), netbios).slice(-2)).toEqual([
      '4+34 nbss.called_name LABSRV<20> (Server service)',
      '38+34 nbss.calling_name LABCLI<00> (Workstation/Redirector)',
    ]);
  });

  test.each([
    ['82 00 0000', []],
    ['83 00 0001 82', ['4+1 nbss.error_code Called name not present (0x82)']],
    ['84 00 0006 0a000001 008b', ['4+4 nbss.retarget_ip_address 10.0.0.1', '8+2 nbss.retarget_port 139']],
    ['85 00 0000', []],
    ['86 00 0000', ['4+0 _ws.unknown TRAILER: no dissector for 0x86']],
  ])('%s', (layout, expected) => {
    expect(rows(SessionPacket, bytesOf(layout), netbios).slice(3)).toEqual(expected);
  });
});

describe('name service', () => {
  const service = (layout: string): string[] => {
    const bytes = bytesOf(layout);
    return rows(NameService, bytes, nameServiceFacts(view(bytes), 0, bytes.length)).slice(6);
  };

  test('a registration points back to the question', () => {
    expect(service(`474f 2910 0001 0000 0000 0001 ${LABSRV} 0020 0001 c00c 0020 0001 00000000 0006 6000 0a4d0001`)).toEqual([
      '12+34 nbns.name LABSRV<20> (Server service)',
      '46+2 nbns.type NB (32)',
      '48+2 nbns.class IN (1)',
      '50+1 RR_NAME_LENGTH 0xc0',
      '51+1 nbns.name LABSRV<20> (Server service)',
      '52+2 nbns.type NB (32)',
      '54+2 nbns.class IN (1)',
      '56+4 nbns.ttl 0',
      '60+2 nbns.data_length 6',
      '62+2 nbns.nb_flags 0x6000',
      '64+4 nbns.addr 10.77.0.1',
    ]);
  });

  test.each(['0020', '000a'])('a WACK holds the flags of the request (type %s)', (type) => {
    expect(service(`474f bc00 0000 0001 0000 0000 ${LABSRV} ${type} 0001 00000010 0002 2910`).at(-1)).toBe('56+2 nbns.flags 0x2910, RD, B');
  });

  test('a node status lists names, then statistics', () => {
    const found = service(
      `1924 8400 0000 0001 0000 0000 ${LABCLI} 0021 0001 00000000 0041 01 'LABDOM         ' 1e e400 0102030405 06 ${'00'.repeat(40)}`,
    );
    expect(found.slice(6, 10)).toEqual([
      '56+1 nbns.number_of_names 1',
      '57+16 nbns.netbios_name LABDOM<1e> (Browser Election Service)',
      '73+2 nbns.name_flags 0xe400, G, ACT',
      '75+6 nbns.unit_id 01:02:03:04:05:06',
    ]);
    expect(found.at(-1)).toBe('119+2 nbns.session_data_packet_size 0');
  });

  test('a scope follows the suffix, unprintable characters are numbers', () => {
    const name = (layout: string): string => service(`0001 0000 0001 0000 0000 0000 ${layout} 0020 0001`)[0]!;
    expect(name(`${LABSRV.slice(0, -3)} 05 'local' 04 'test' 00`)).toBe('12+45 nbns.name LABSRV<20>.local.test (Server service)');
    expect(name("20 'ABACFPFPENFDECFCEPFHFDEFFPFPACAB' 00")).toBe('12+34 nbns.name <01><02>__MSBROWSE__<02><01> (Browser)');
    expect(name("03 'foo' 00")).toBe('12+5 nbns.name foo');
  });

  test('pointers that do not lead back end the name', () => {
    expect(service(`0001 0000 0001 0000 0000 0000 c00c 0020 0001`)[0]).toBe('12+2 nbns.name ');
    expect(service(`0001 0000 0001 0000 0000 0000 01'a' c00c 0020 0001`)[0]).toBe('12+4 nbns.name a');
    expect(service(`0001 0000 0001 0000 0000 0000 ff`)[0]).toMatch(/_ws.malformed/);
  });

  test('hostile bytes', () => {
    const bytes = bytesOf(`474f 2910 0001 0000 0000 0001 ${LABSRV} 0020 0001 c00c 0021 0001 00000000 0020 01 'LABDOM         ' 1e e400`);
    torture(NameService, bytes, (data) => nameServiceFacts(data, 0, data.byteLength));
  });
});

describe('datagram service', () => {
  const request = { isResponse: false };
  const group = bytesOf(`11 0a 476e 0a4d0001 008a 0052 0000 ${LABCLI} ${LABSRV} ff'SMB'`);

  test('a group datagram, and where its data begins', () => {
    expect(rows(Datagram, group, request)).toEqual([
      '0+1 nbdgm.type DIRECT_GROUP (17)',
      '1+1 nbdgm.flags 0x0a, F',
      '2+2 nbdgm.dgram_id 0x476e',
      '4+4 nbdgm.src.ip 10.77.0.1',
      '8+2 nbdgm.src.port 138',
      '10+2 nbdgm.dgram_len 82',
      '12+2 nbdgm.pkt_offset 0',
      '14+34 nbdgm.source_name LABCLI<00> (Workstation/Redirector)',
      '48+34 nbdgm.destination_name LABSRV<20> (Server service)',
    ]);
    expect(userDataOf(view(group), 0, group.length)).toBe(82);
    expect(userDataOf(view(group), 0, 81)).toBeUndefined();
  });

  test.each([
    ['13 00 476e 0a4d0001 008a 82', '10+1 nbdgm.error_code DESTINATION NAME NOT PRESENT (0x82)'],
    [`14 00 476e 0a4d0001 008a ${LABSRV}`, '10+34 nbdgm.destination_name LABSRV<20> (Server service)'],
  ])('%s', (layout, expected) => {
    const bytes = bytesOf(layout);
    expect(rows(Datagram, bytes, request).at(-1)).toBe(expected);
    expect(userDataOf(view(bytes), 0, bytes.length)).toBeUndefined();
  });

  test('hostile bytes', () => {
    torture(Datagram, group, () => request);
    torture(SessionPacket, bytesOf(`81 00 0044 ${LABSRV} ${LABCLI}`), () => netbios);
  });
});
