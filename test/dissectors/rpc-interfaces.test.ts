import { describe, expect, test } from 'vitest';
import { interfaceOf, interfaceOfPipe, interfaces } from '../../dissectors/rpc/index.ts';
import { marshaled } from '../../dissectors/rpc/pac.ts';
import { Tower } from '../../dissectors/rpc/tower.ts';
import { textFor } from '../../src/dissect/show.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { accountFor, tree } from '../../src/dissect/tree.ts';
import { byPlace, layoutOf } from './layout.ts';
import { rows, torture } from './rows.ts';

const little = { isResponse: true, isNdr64: false, isBigEndian: false };

/** Stub data by Wireshark's name of the interface, opnum and direction. */
function stub(name: string, opnum: number, direction: 'request' | 'response'): Struct {
  return interfaces.find((i) => i.name === name)!.operations.get(opnum)![direction]!;
}

/** Alignment and the operation's number are not laid out. */
function check(table: Struct, layout: string, facts = little): void {
  const { bytes, expected } = layoutOf(layout);
  const found = rows(table, bytes, facts).filter((r) => !/ (smbscope\.padding|\w+\.opnum) /.test(r));
  expect(found.map((r) => r.trimEnd()).sort(byPlace)).toEqual(expected);
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { node, claims } = tree(table, { data, source: 0, message: 0, start: 0, end: bytes.length, captured: bytes.length }, facts);
  accountFor(node, data, 0, bytes.length, claims);
  expect(node.children.filter((n) => n.extra === 'gap')).toEqual([]);
  torture(table, bytes, () => facts);
}

describe('srvsvc: NetrShareEnum answered at level 1', () => {
  const table = stub('srvsvc', 15, 'response');

  test('NDR', () => {
    check(
      table,
      `
      01000000    srvsvc.srvsvc_NetShareEnumAll.level 1
      01000000    switch 1
      00000200    dcerpc.referent_id 0x00020000
      01000000    srvsvc.srvsvc_NetShareCtr1.count 1
      04000200    dcerpc.referent_id 0x00020004
      01000000    dcerpc.array.max_count 1
      08000200    dcerpc.referent_id 0x00020008
      03000080    srvsvc.srvsvc_NetShareInfo1.type STYPE_IPC | STYPE_SPECIAL (2147483651)
      0c000200    dcerpc.referent_id 0x0002000c
      05000000    dcerpc.array.max_count 5
      00000000    dcerpc.array.offset 0
      05000000    dcerpc.array.actual_count 5
      "IPC$" 0000  srvsvc.srvsvc_NetShareInfo1.name IPC$
      0000
      01000000    dcerpc.array.max_count 1
      00000000    dcerpc.array.offset 0
      01000000    dcerpc.array.actual_count 1
      0000        srvsvc.srvsvc_NetShareInfo1.comment
      0000
      01000000    srvsvc.srvsvc_NetShareEnumAll.totalentries 1
      00000000    dcerpc.null_pointer 00000000
      00000000    srvsvc.werror ERROR_SUCCESS (0x00000000)`,
    );
  });

  test('NDR64', () => {
    check(
      table,
      `
      01000000          srvsvc.srvsvc_NetShareEnumAll.level 1
      00000000
      01000000          switch 1
      00000000
      0000020000000000  dcerpc.referent_id64 0x0000000000020000
      01000000          srvsvc.srvsvc_NetShareCtr1.count 1
      00000000
      0400020000000000  dcerpc.referent_id64 0x0000000000020004
      0100000000000000  dcerpc.array.max_count 1
      0800020000000000  dcerpc.referent_id64 0x0000000000020008
      00000000          srvsvc.srvsvc_NetShareInfo1.type STYPE_DISKTREE (0)
      00000000
      0000000000000000  dcerpc.null_pointer 0000000000000000
      0200000000000000  dcerpc.array.max_count 2
      0000000000000000  dcerpc.array.offset 0
      0200000000000000  dcerpc.array.actual_count 2
      "C" 0000          srvsvc.srvsvc_NetShareInfo1.name C
      01000000          srvsvc.srvsvc_NetShareEnumAll.totalentries 1
      0000000000000000  dcerpc.null_pointer 0000000000000000
      00000000          srvsvc.werror ERROR_SUCCESS (0x00000000)`,
      { ...little, isNdr64: true },
    );
  });

  test('big-endian', () => {
    check(
      table,
      `
      00000001       srvsvc.srvsvc_NetShareEnumAll.level 1
      00000001       switch 1
      00020000       dcerpc.referent_id 0x00020000
      00000001       srvsvc.srvsvc_NetShareCtr1.count 1
      00020004       dcerpc.referent_id 0x00020004
      00000001       dcerpc.array.max_count 1
      00020008       dcerpc.referent_id 0x00020008
      00000003       srvsvc.srvsvc_NetShareInfo1.type STYPE_IPC (3)
      00000000       dcerpc.null_pointer 00000000
      00000002       dcerpc.array.max_count 2
      00000000       dcerpc.array.offset 0
      00000002       dcerpc.array.actual_count 2
      0043 0000      srvsvc.srvsvc_NetShareInfo1.name C
      00000001       srvsvc.srvsvc_NetShareEnumAll.totalentries 1
      00000000       dcerpc.null_pointer 00000000
      00000005       srvsvc.werror ERROR_ACCESS_DENIED (0x00000005)`,
      { ...little, isBigEndian: true },
    );
  });
});

describe('witness: what a notification holds', () => {
  const table = stub('witness', 3, 'response');
  const around = (type: string, length: string): string => `
    00000200  dcerpc.referent_id 0x00020000
    ${type}
    ${length}`;

  test('a resource changed', () => {
    check(
      table,
      `${around('01000000  witness.witness_notifyResponse.type RESOURCE_CHANGE_NOTIFICATION (1)', '14000000  witness.witness_notifyResponse.length 20')}
      01000000    witness.witness_notifyResponse.num 1
      04000200    dcerpc.referent_id 0x00020004
      14000000    dcerpc.array.max_count 20
      14000000    witness.witness_ResourceChange.length 20
      ff000000    witness.witness_ResourceChange.type RESOURCE_STATE_UNAVAILABLE (255)
      "NODE1" 0000  witness.witness_ResourceChange.name NODE1
      00000000    witness.werror ERROR_SUCCESS (0x00000000)`,
    );
  });

  test.each([
    ['02000000', 'CLIENT_MOVE_NOTIFICATION (2)'],
    ['03000000', 'SHARE_MOVE_NOTIFICATION (3)'],
    ['04000000', 'IP_CHANGE_NOTIFICATION (4)'],
  ])('addresses: %s', (type, text) => {
    check(
      table,
      `${around(`${type}  witness.witness_notifyResponse.type ${text}`, '24000000  witness.witness_notifyResponse.length 36')}
      01000000    witness.witness_notifyResponse.num 1
      04000200    dcerpc.referent_id 0x00020004
      24000000    dcerpc.array.max_count 36
      24000000    witness.witness_IPaddrInfoList.length 36
      00000000    witness.witness_IPaddrInfoList.reserved 0
      01000000    witness.witness_IPaddrInfoList.num 1
      0a000000    witness.witness_IPaddrInfo.flags 0x0000000a, IPADDR_V6, IPADDR_ONLINE
      00000000    witness.witness_IPaddrInfo.ipv4 0.0.0.0
      20010db8000000000000000000000001  witness.witness_IPaddrInfo.ipv6 2001:db8::1
      00000000    witness.werror ERROR_SUCCESS (0x00000000)`,
    );
  });
});

test('netlogon: what a workstation says of itself', () => {
  check(
    stub('netlogon', 29, 'request'),
    `
    05000000            dcerpc.array.max_count 5
    00000000            dcerpc.array.offset 0
    05000000            dcerpc.array.actual_count 5
    "\\\\DC" 0000       netlogon.handle \\\\DC
    0000
    00000200            dcerpc.referent_id 0x00020000
    03000000            dcerpc.array.max_count 3
    00000000            dcerpc.array.offset 0
    03000000            dcerpc.array.actual_count 3
    "C1" 0000           netlogon.computer_name C1
    0000
    4142434445464748    netlogon.credential 4142434445464748
    05000000            netlogon.timestamp_seconds 5
    4142434445464748    netlogon.credential 4142434445464748
    05000000            netlogon.timestamp_seconds 5
    01000000            netlogon.level 1
    01000000            switch 1
    04000200            dcerpc.referent_id 0x00020004
    00000000            netlogon.lsapolicy.length 0
    00000000            dcerpc.null_pointer 00000000
    08000200            dcerpc.referent_id 0x00020008
    0c000200            dcerpc.referent_id 0x0002000c
    00000000            dcerpc.null_pointer 00000000
    00000000            dcerpc.null_pointer 00000000
    00000000            dcerpc.null_pointer 00000000
    00000000            dcerpc.null_pointer 00000000
    0000                dcerpc.nt.str.len 0
    0000                dcerpc.nt.str.size 0
    00000000            dcerpc.null_pointer 00000000
    0e00                dcerpc.nt.str.len 14
    0e00                dcerpc.nt.str.size 14
    10000200            dcerpc.referent_id 0x00020010
    0000                dcerpc.nt.str.len 0
    0000                dcerpc.nt.str.size 0
    00000000            dcerpc.null_pointer 00000000
    0000                dcerpc.nt.str.len 0
    0000                dcerpc.nt.str.size 0
    00000000            dcerpc.null_pointer 00000000
    03000000            netlogon.workstation.flags 0x00000003
    1f000000            netlogon.encryption.types 0x0000001f
    00000000            netlogon.dummy.long3 0
    00000000            netlogon.dummy.long4 0
    05000000            dcerpc.array.max_count 5
    00000000            dcerpc.array.offset 0
    05000000            dcerpc.array.actual_count 5
    "c1.x" 0000         netlogon.wkst.fqdn c1.x
    0000
    02000000            dcerpc.array.max_count 2
    00000000            dcerpc.array.offset 0
    02000000            dcerpc.array.actual_count 2
    "S" 0000            netlogon.wkst.site_name S
    07000000            dcerpc.array.max_count 7
    00000000            dcerpc.array.offset 0
    07000000            dcerpc.array.actual_count 7
    "Windows"           netlogon.wkst.os Windows`,
  );
});

test('fsrvp: a share mapping', () => {
  check(
    stub('fsrvp', 10, 'response'),
    `
    01000000                          switch 1
    00000200                          dcerpc.referent_id 0x00020000
    dedcc180bc3cc144b001a4da0969cd4b  fsrvp.fssagent_share_mapping_1.ShadowCopySetId 80c1dcde-3cbc-44c1-b001-a4da0969cd4b
    e2d7593ec4e7f84a95a7e95e45f1d113  fsrvp.fssagent_share_mapping_1.ShadowCopyId 3e59d7e2-e7c4-4af8-95a7-e95e45f1d113
    00000000                          dcerpc.null_pointer 00000000
    04000200                          dcerpc.referent_id 0x00020004
    00803ed5deb19d01                  fsrvp.fssagent_share_mapping_1.tstamp 1970-01-01T00:00:00.0000000Z
    02000000                          dcerpc.array.max_count 2
    00000000                          dcerpc.array.offset 0
    02000000                          dcerpc.array.actual_count 2
    "s" 0000                          fsrvp.fssagent_share_mapping_1.ShadowCopyShareName s
    01230480                          fsrvp.status FSRVP_E_BAD_STATE (0x80042301)`,
  );
});

test('epm: a tower', () => {
  check(
    Tower,
    `
    0500                              epm.tower.num_floors 5
    1300                              epm.tower.lhs.len 19
    0d                                epm.tower.proto_id UUID (13)
    c84f324b7016d30112785a47bf6ee188  epm.uuid 4b324fc8-1670-01d3-1278-5a47bf6ee188
    0300                              epm.uuid_version 0x0300
    0200                              epm.tower.rhs.len 2
    0000                              epm.ver_min 0x0000
    1300                              epm.tower.lhs.len 19
    0d                                epm.tower.proto_id UUID (13)
    045d888aeb1cc9119fe808002b104860  epm.uuid 8a885d04-1ceb-11c9-9fe8-08002b104860
    0200                              epm.uuid_version 0x0200
    0200                              epm.tower.rhs.len 2
    0000                              epm.ver_min 0x0000
    0100                              epm.tower.lhs.len 1
    0b                                epm.tower.proto_id RPC connection-oriented (11)
    0200                              epm.tower.rhs.len 2
    0000                              epm.ver_min 0x0000
    0100                              epm.tower.lhs.len 1
    07                                epm.tower.proto_id DOD TCP (7)
    0200                              epm.tower.rhs.len 2
    0087                              epm.proto.tcp_port 135
    0100                              epm.tower.lhs.len 1
    09                                epm.tower.proto_id DOD IP (9)
    0400                              epm.tower.rhs.len 4
    c0000201                          epm.proto.ip 192.0.2.1`,
  );
});

test('a PAC: who delegates', () => {
  check(
    marshaled.S4U_DELEGATION_INFO,
    `
    01                  kerberos.midl.version 1
    10                  Endianness 16
    0800                kerberos.midl.hdr_len 8
    cccccccc            kerberos.midl.fill_bytes 0xcccccccc
    3000000000000000    kerberos.midl_blob_len 48
    00000200            dcerpc.referent_id 0x00020000
    0200                dcerpc.nt.str.len 2
    0200                dcerpc.nt.str.size 2
    04000200            dcerpc.referent_id 0x00020004
    00000000            netlogon.transited_list_size 0
    00000000            dcerpc.null_pointer 00000000
    01000000            dcerpc.array.max_count 1
    00000000            dcerpc.array.offset 0
    01000000            dcerpc.array.actual_count 1
    "p"                 netlogon.s4u2proxytarget p`.replace('10                  Endianness 16', '10                  Endianness 0x10'),
  );
});

describe('every operation', () => {
  const syntaxes = [little, { ...little, isNdr64: true }, { ...little, isBigEndian: true }];
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48271) % 0x7fffffff) % below;
  /** Words as stubs have them: small counts, pointers, zeros, now and then anything. */
  const word = (): number => [0, 1, 2, 0x20000, 100, 502, random(0x7fffffff)][random(7)]!;

  test.each(interfaces.map((i) => [i.name, i] as const))('%s: of any bytes no row leaves them, and the work is bounded', (_, i) => {
    for (const o of i.operations.values())
      for (const s of [o.request, o.response]) {
        if (s === null) continue;
        for (let round = 0; round < 12; round++) {
          const bytes = Buffer.alloc(4 * random(200));
          for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.writeUInt32LE(word(), at);
          const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
          const facts = syntaxes[round % 3]!;
          const { node } = tree(s, { data, source: 0, message: 0, start: 0, end: bytes.length, captured: bytes.length }, facts);
          let count = 0;
          const visit = (n: typeof node): void => {
            count++;
            if (n.offset < 0 || n.offset + n.size > bytes.length)
              throw new Error(`${o.name}: a row at ${n.offset}+${n.size} of ${bytes.length}`);
            textFor(n, data);
            n.children.forEach(visit);
          };
          visit(node);
          expect(count).toBeLessThan(200 + 60 * bytes.length);
        }
      }
  });
});

test('interfaces are found by UUID and by pipe', () => {
  expect(interfaceOf('4b324fc8-1670-01d3-1278-5a47bf6ee188')!.name).toBe('srvsvc');
  expect(interfaceOf('e3514235-4b06-11d1-ab04-00c04fc2dcd2')!.operations.get(3)!.name).toBe('DsGetNCChanges');
  expect(interfaceOfPipe('FssagentRpc')!.name).toBe('fsrvp');
  expect(interfaceOfPipe('lsarpc')!.name).toBe('lsarpc');
});
