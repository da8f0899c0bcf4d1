import { describe, expect, test } from 'vitest';
import { Writer } from '../../src/bytes/writer.ts';
import { handles } from '../../src/report/handles.ts';
import { OperationLines } from '../../src/report/operation-lines.ts';
import { Operations } from '../../src/report/operations.ts';
import { rpc } from '../../src/report/rpc.ts';
import { witness } from '../../src/report/witness.ts';
import { passOf } from '../samples.ts';
import { framesOf, joined, replaced, wide } from './joined.ts';

const SAMPLE = 'witness-tcp.pcap';
const HANDLE = '11223344-5566-7788-99aa-bbccddeeff00';

describe('witness', () => {
  test('interfaces that a server names', async () => {
    const { interfaceLists } = witness(await passOf(SAMPLE));
    expect(interfaceLists).toHaveLength(1);
    expect(interfaceLists[0]).toMatchObject({ frame: 18, message: 3, answer: 4, status: 'ERROR_SUCCESS', server: '127.0.0.1:49160' });
    expect(interfaceLists[0]!.interfaces).toEqual([
      { group: 'NODE1', version: 'WITNESS_V2', state: 'AVAILABLE', addresses: ['10.77.0.1'], isWitness: true },
      { group: 'NODE2', version: 'WITNESS_V2', state: 'AVAILABLE', addresses: ['10.77.1.1', 'fd00::2'], isWitness: false },
      { group: 'NODE3', version: 'WITNESS_V2', state: 'UNAVAILABLE', addresses: ['192.168.9.9'], isWitness: false },
    ]);
  });

  test('registrations with what they were told, from the call that made each to the one that ended it', async () => {
    const { registrations, others } = witness(await passOf(SAMPLE));
    expect(others).toEqual([]);
    expect(registrations).toHaveLength(2);
    const [first, second] = registrations;
    expect(first).toMatchObject({
      handle: HANDLE,
      version: 'WITNESS_V1',
      netName: '\\\\CLUSTER',
      shareName: '',
      ipAddress: '10.77.0.1',
      clientComputerName: 'LABCLI',
      keepAlive: undefined,
      state: 'unregistered',
      unregistered: { frame: 26, status: 'ERROR_SUCCESS' },
      sessions: [],
      findings: [],
    });
    expect(second).toMatchObject({
      version: 'WITNESS_V2',
      shareName: 'share',
      flags: ['WITNESS_REGISTER_IP_NOTIFICATION'],
      keepAlive: 120,
      state: 'unregistered',
      unregistered: { frame: 34 },
    });
    expect(first!.notifications.map((n) => [n.frame, n.kind, n.resources, n.destinations])).toEqual([
      [22, 'RESOURCE_CHANGE_NOTIFICATION', [{ name: 'NODE1', change: 'UNAVAILABLE' }], []],
      [24, 'CLIENT_MOVE_NOTIFICATION', [], [{ addresses: ['10.77.1.1'], flags: ['ONLINE'] }]],
    ]);
    expect(second!.notifications.map((n) => [n.frame, n.kind, n.destinations])).toEqual([
      [30, 'IP_CHANGE_NOTIFICATION', [{ addresses: ['10.77.0.1'], flags: ['OFFLINE'] }]],
      [32, 'SHARE_MOVE_NOTIFICATION', []],
    ]);
    expect(registrations.flatMap((r) => r.notifications).every((n) => !n.pending && n.findings.length === 0)).toBe(true);
  });

  test('what is still waited for at the end', async () => {
    const { registrations } = witness(await joined((await framesOf(SAMPLE)).slice(0, 24)));
    expect(registrations).toHaveLength(1);
    expect(registrations[0]).toMatchObject({ state: 'registered', unregistered: undefined });
    expect(registrations[0]!.notifications.map((n) => [n.kind, n.pending, n.latency])).toEqual([
      ['RESOURCE_CHANGE_NOTIFICATION', false, '0.001034000'],
      ['', true, undefined],
    ]);
  });

  test('a notification that comes later than KeepAliveTimeout allows', async () => {
    const frames = (await framesOf(SAMPLE)).map((f, i) => (i + 1 >= 31 ? { ...f, seconds: f.seconds! + 125 } : f));
    const { registrations } = witness(await joined(frames));
    expect(registrations[1]!.notifications[0]!.findings).toEqual([
      'answered after more than the 120 s of KeepAliveTimeout (MS-SWN 3.1.5.2)',
    ]);
  });

  test('a version that the operation is not for', async () => {
    const frames = await framesOf(SAMPLE);
    // The opnum and the version behind it.
    frames[19] = replaced([frames[19]!], Buffer.from('010001000100', 'hex'), Buffer.from('010000000200', 'hex'))[0]!;
    expect(witness(await joined(frames)).registrations[0]!.findings).toEqual([
      'version WITNESS_V2 is not for WitnessrRegister (MS-SWN 3.1.4.2)',
    ]);
  });

  test('sessions of the client: those at its address, and those it moves to', async () => {
    // The registered address and the destination become those of the sample with sessions, which has one client and one server.
    const told = replaced(
      replaced(await framesOf(SAMPLE), wide('10.77.0.1'), wide('127.0.0.1')),
      Buffer.from([10, 77, 1, 1]),
      Buffer.from([127, 0, 0, 1]),
    );
    const before = await framesOf('dialect-3.0-signed.pcap');
    const after = await framesOf('dialect-3.1.1-signed.pcap');
    const [first] = witness(await joined(before, told, after)).registrations;
    expect(first!.sessions.map((s) => s.firstFrame <= before.length)).toContain(true);
    const { moved } = first!.notifications[1]!;
    expect(moved.length).toBeGreaterThan(0);
    for (const s of moved) expect(s.firstFrame).toBeGreaterThan(before.length + told.length);
    expect(first!.notifications[0]!.moved).toEqual([]);
  });

  test('a handle lives from the call that returned it to the one that ended it', async () => {
    expect(handles(await passOf(SAMPLE)).map((h) => [h.handle, h.opened?.operation, h.uses.length, h.closed?.frame])).toEqual([
      [HANDLE, 'WitnessrRegister', 3, 26],
      [HANDLE, 'WitnessrRegisterEx', 3, 34],
    ]);
  });

  test('each call has a latency and what it returned', async () => {
    const { calls } = rpc(await passOf(SAMPLE));
    expect(calls).toHaveLength(9);
    for (const c of calls) expect([c.interface, c.status, Number(c.latency) > 0]).toEqual(['witness', 'ERROR_SUCCESS', true]);
  });

  test('calls over TCP are operations of a request and its answer', async () => {
    const pass = await passOf(SAMPLE);
    const operations = Operations.of(pass);
    const lines = new OperationLines(pass, operations);
    const out = new Writer();
    const told: string[] = [];
    for (let row = 0; row < pass.messages.count; row++) {
      if (!operations.isFirst(row)) continue;
      lines.text(row, out);
      told.push(out.take().split('\n')[0]!);
      expect([operations.part(row), operations.part(operations.next(row))]).toEqual(['request', 'response']);
    }
    expect(told).toHaveLength(10);
    expect(told.slice(0, 3)).toEqual([
      'RPC Bind, Latency: 0.001295000 s',
      'witness WitnessrGetInterfaceList, Status: ERROR_SUCCESS, Latency: 0.001110000 s',
      'witness WitnessrRegister, Status: ERROR_SUCCESS, Latency: 0.001056000 s',
    ]);
  });

  test('a call on a pipe stands with the operation that carries its request', async () => {
    const pass = await passOf('fsrvp-rpcclient.pcap');
    const lines = new OperationLines(pass, Operations.of(pass));
    const out = new Writer();
    lines.json(50, out);
    expect(JSON.parse(out.take())).toMatchObject({
      status: 'STATUS_SUCCESS',
      calls: [
        {
          interface: 'fsrvp',
          operation: 'IsPathSupported',
          status: 'FSRVP_E_NOT_SUPPORTED',
          message: 51,
          answer: 52,
          latency: '0.002106000',
        },
      ],
    });
  });

  test('every prefix of the sample is told without a throw', async () => {
    const frames = await framesOf(SAMPLE);
    for (let n = 0; n <= frames.length; n++) witness(await joined(frames.slice(0, n)));
  });
});
