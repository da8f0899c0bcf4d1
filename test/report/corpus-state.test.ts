import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCapture } from '../../src/capture/open.ts';
import { leases } from '../../src/report/leases.ts';
import { model, type OpenModel } from '../../src/report/model.ts';
import { Pass } from '../../src/smb/pass.ts';
import { State } from '../../src/smb/state-facts.ts';
import { root } from '../samples.ts';

// What recorded torture tests say happened, by the names of the tests and of the files that they use.
const folder = join(root, '..', 'shared', 'corpus', 'samba');
const isThere = existsSync(folder);

async function passOf(name: string): Promise<Pass> {
  const pass = new Pass(await openCapture([join(folder, name)]));
  await pass.run();
  return pass;
}

const opensOf = (pass: Pass): OpenModel[] => model(pass).sessions.flatMap((s) => s.trees.flatMap((t) => t.opens));

describe.skipIf(!isThere)(`state of the corpus${isThere ? '' : ' (skipped: it is not there)'}`, () => {
  test('st-durable-open: a reconnect finds the open that was lost, and one that was closed by its tree is found but not given', async () => {
    const opens = opensOf(await passOf('st-durable-open.pcap'));
    const reconnects = opens.filter((o) => o.reconnects !== undefined);
    expect(reconnects.length).toBeGreaterThan(30);
    for (const again of reconnects.filter((o) => o.status === 'STATUS_SUCCESS' && o.reconnects !== 0)) {
      const lost = opens.find((o) => o.firstFrame === again.reconnects)!;
      expect(lost.durable).toMatch(/^durable/);
      expect(lost.durable).not.toContain('not granted');
      expect(again.durable).toBe(lost.durable);
    }
    const ended = (name: string) => opens.filter((o) => o.path.startsWith(name) && o.createAction === 'FILE_CREATED').map((o) => o.ended);
    expect(ended('durable_open_reopen3')).toEqual(['tree disconnected']);
    expect(ended('durable_open_reopen4')).toEqual(['logged off']);
  });

  test('st-lease: breaks are answered, and who waited is told', async () => {
    const all = leases(await passOf('st-lease.pcap'));
    const events = all.flatMap((l) => l.events);
    const answered = events.filter((e) => e.latency !== undefined);
    expect(answered.length).toBeGreaterThan(50);
    expect(answered.every((e) => Number(e.latency) >= 0)).toBe(true);
    // Each break of breaking1 and the like is caused by an open that waits until it is acknowledged.
    const mustAcknowledge = events.filter((e) => e.mustAcknowledge === true);
    expect(mustAcknowledge.filter((e) => e.waiting.length > 0).length).toBeGreaterThan(mustAcknowledge.length / 2);
    // A version 2 lease's epoch grows by one with each change of its state.
    const epochs = all.filter((l) => l.events.some((e) => e.epoch !== undefined)).map((l) => l.events.flatMap((e) => e.epoch ?? []));
    expect(epochs.some((e) => e.length > 1)).toBe(true);
  });

  test('st-oplock: a batch oplock that another open breaks', async () => {
    const all = leases(await passOf('st-oplock.pcapng'));
    expect(all.every((l) => l.kind === 'oplock')).toBe(true);
    const broken = all.filter((l) => l.events.some((e) => e.kind === 'broken'));
    expect(broken.length).toBeGreaterThan(5);
    for (const l of broken) {
      const i = l.events.findIndex((e) => e.kind === 'broken');
      expect(['BATCH', 'EXCLUSIVE', 'II']).toContain(l.events[i - 1]!.state);
      expect(['II', 'NONE']).toContain(l.events[i]!.state);
    }
  });

  test('st-lock: a LOCK with the sequence that succeeded before is a replay', async () => {
    const pass = await passOf('st-lock.pcap');
    const frame = (row: number) => pass.units.frame[pass.messages.unit[row]!]!;
    const found = [...pass.smb2.replays.of].map(([row, of]) => [frame(row), frame(of)]);
    expect(found).toContainEqual([1852, 1850]);
    expect(found).toContainEqual([1796, 1790]);
    // Number 2 of the same index was refused the first time: saying it again is no replay.
    expect(found.some(([f]) => f === 1864)).toBe(false);
  });

  test('st-multichannel: channels of one session, its opens used over all of them', async () => {
    const { sessions, connections } = model(await passOf('st-multichannel.pcap'));
    const most = Math.max(...sessions.map((s) => s.connections.length));
    expect(most).toBeGreaterThanOrEqual(30);
    expect(connections.every((c) => c.credits.overdrafts === 0)).toBe(true);
  });

  test('st-session-*: reauthentication, binding, a session given up for another', async () => {
    const again = model(await passOf('st-session-reauth-bind.pcapng')).sessions;
    expect(again.filter((s) => s.reauthentications > 0).length).toBeGreaterThanOrEqual(2);
    expect(again.filter((s) => s.connections.length === 2).length).toBeGreaterThanOrEqual(2);
    const { sessions } = model(await passOf('st-session-reconnect.pcap'));
    const previous = sessions.filter((s) => s.previousSessionId !== '');
    expect(previous.length).toBeGreaterThan(0);
    for (const s of previous) expect(sessions.some((other) => other.sessionId === s.previousSessionId)).toBe(true);
  });

  test('the balance of credits is what the sums say, at every message', async () => {
    const pass = await passOf('st-compound.pcap');
    const { connections } = model(pass);
    for (const { credits: c } of connections) expect(c.balance).toBe(1 + c.granted - c.charged);
    for (let row = 0; row < pass.messages.count; row++) expect(new State(pass, row).credits).toBeGreaterThanOrEqual(0);
  });
});
