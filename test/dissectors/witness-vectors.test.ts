import { describe, expect, test } from 'vitest';
import { witness } from '../../dissectors/rpc/witness.ts';
import { values } from '../../src/dissect/values.ts';
import { hasVectors, vector } from '../crypto/vectors.ts';
import { rows } from './rows.ts';

interface Stub {
  readonly name: string;
  readonly ndr32_stub: string;
}

const stubs = hasVectors ? vector<Stub[]>('samba-ndr-witness') : [];
const bytesOf = (name: string): Buffer => Buffer.from(stubs.find((s) => s.name === `witness_${name}`)!.ndr32_stub, 'hex');
const facts = { isResponse: false, isNdr64: false, isBigEndian: false };

function read(name: string, opnum: number, direction: 'request' | 'response'): unknown {
  const bytes = bytesOf(name);
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const table = witness.operations.get(opnum)![direction]!;
  expect(rows(table, bytes, facts).filter((row) => / (_ws\.|smbscope\.gap)/.test(row))).toEqual([]);
  return values(table, data, 0, 0, bytes.length, facts);
}

const handle = (uuid: string): Uint8Array => Buffer.from(`00000000${uuid.replace(/-/g, '')}`, 'hex');
const REGISTERED = handle('3386b83a-571e-1a4c-856c-d1bc4b15bbb1');
const addresses = (...list: object[]) => ({
  Length: 12 + 24 * list.length,
  Reserved: 0,
  IPAddrInstances: list.length,
  ...(list.length > 0 ? { IPAddrInfo: list } : {}),
});

describe.skipIf(!hasVectors)(`witness stubs of Samba's tests${hasVectors ? '' : ' (skipped: they are not there)'}`, () => {
  test('GetInterfaceList', () => {
    const info = { Version: 0xffffffff, NodeState: 1, IPV6: '::' };
    expect(read('GetInterfaceList_data', 0, 'response')).toEqual({
      InterfaceList: {
        NumberOfInterfaces: 2,
        InterfaceInfo: [
          { ...info, InterfaceGroupName: 'NODE2', IPV4: '192.168.3.44', Flags: 5 },
          { ...info, InterfaceGroupName: 'NODE1', IPV4: '192.168.3.45', Flags: 1 },
        ],
      },
      ReturnValue: 0,
    });
  });

  test('Register, UnRegister', () => {
    expect(read('Register_data_IN', 1, 'request')).toEqual({
      Version: 0x00010001,
      NetName: 'sofs',
      IpAddress: '192.168.3.45',
      ClientComputerName: 'MTHELENA',
    });
    expect(read('Register_data_OUT', 1, 'response')).toEqual({ ppContext: REGISTERED, ReturnValue: 0 });
    expect(read('UnRegister_data_IN', 2, 'request')).toEqual({ pContext: REGISTERED });
    expect(read('UnRegister_data_OUT', 2, 'response')).toEqual({ ReturnValue: 0 });
  });

  test('AsyncNotify', () => {
    expect(read('AsyncNotify_data_IN', 3, 'request')).toEqual({ pContext: handle('eef2b91f-4d2a-f84b-af8b-cb9d4529a9ab') });
    expect(read('AsyncNotify_data_OUT', 3, 'response')).toEqual({
      pResp: {
        MessageType: 1,
        Length: 18,
        NumberOfMessages: 1,
        MessageBuffer: { Message: [{ Length: 18, ChangeType: 0xff, ResourceName: 'SOFS' }] },
      },
      ReturnValue: 0,
    });
    expect(read('AsyncNotify_data_move_OUT', 3, 'response')).toEqual({
      pResp: {
        MessageType: 2,
        Length: 36,
        NumberOfMessages: 1,
        MessageBuffer: { Message: [addresses({ Flags: 1, IPV4: '192.168.3.45', IPV6: '::38e8:eb26:8e00:0:9e:6026' })] },
      },
      ReturnValue: 0,
    });
    expect(read('AsyncNotify_data_fuzz1_OUT', 3, 'response')).toEqual({
      pResp: { MessageType: 2, Length: 12, NumberOfMessages: 1, MessageBuffer: { Message: [addresses()] } },
      ReturnValue: 0,
    });
  });

  test('a message type that is none', () => {
    const bytes = Buffer.concat([Buffer.from('00000200', 'hex'), bytesOf('notifyResponse_data_fuzz2_STRUCT')]);
    const found = rows(witness.operations.get(3)!.response!, bytes, facts);
    expect(found).toContainEqual('4+4 witness.witness_notifyResponse.type 7416864');
    expect(found).toContainEqual('24+4 _ws.unknown MessageBuffer: no dissector for 7416864');
  });
});
