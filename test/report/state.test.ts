import { describe, expect, test } from 'vitest';
import { leases } from '../../src/report/leases.ts';
import { model } from '../../src/report/model.ts';
import { responseTimes } from '../../src/report/rtt.ts';
import { Protocol } from '../../src/smb/columns.ts';
import { passOf } from '../samples.ts';

describe('sessions', () => {
  test('a signed session: what was agreed, the shares and the files', async () => {
    const { connections, sessions } = model(await passOf('dialect-3.1.1-signed.pcap'));
    expect(connections).toHaveLength(1);
    expect(connections[0]).toMatchObject({
      dialect: 'SMB 3.1.1',
      signing: 'required',
      signingAlgorithm: 'AES-GMAC',
      cipher: 'AES-128-GCM',
      messages: 146,
    });
    expect(sessions).toHaveLength(1);
    const [session] = sessions;
    expect(session!.trees.map((t) => [t.share, t.type, t.status])).toEqual([
      ['\\\\127.0.0.1\\IPC$', 'PIPE', 'STATUS_SUCCESS'],
      ['\\\\127.0.0.1\\share', 'DISK', 'STATUS_SUCCESS'],
    ]);
    const written = session!.trees[1]!.opens.filter((o) => o.bytesWritten > 0);
    expect(written.map((o) => [o.path, o.createAction, o.closed, o.bytesWritten])).toContainEqual([
      'd1\\small.bin',
      'FILE_CREATED',
      true,
      3000,
    ]);
  });

  test('credits: what was granted and not used up is left', async () => {
    for (const name of ['dialect-3.1.1-signed.pcap', 'dialect-2.0.2-signed.pcap', 'st-compound-find.pcap', 'st-lease.pcap']) {
      for (const { credits: c } of model(await passOf(name)).connections.filter((c) => c.credits.isWhole)) {
        expect(c.balance).toBe(1 + c.granted - c.charged);
        expect(c.overdrafts).toBe(0);
        expect(c.lowest).toBeGreaterThanOrEqual(0);
        expect(Number(c.highestMessageId)).toBe(c.charged - 1);
      }
    }
  });

  test('reauthentication continues a session, a binding adds its connection to it', async () => {
    const { sessions } = model(await passOf('st-session-reauth-bind.pcapng'));
    expect(sessions.slice(0, 2).map((s) => s.reauthentications)).toEqual([2, 2]);
    expect(sessions.some((s) => s.connections.length === 2)).toBe(true);
  });

  test('each message of SMB belongs to one connection', async () => {
    for (const name of ['st-compound-find.pcap', 'derived-lost.pcap', 'nbt-port139.pcap.gz']) {
      const pass = await passOf(name);
      const { connections } = model(pass);
      expect(connections.reduce((n, c) => n + c.messages, 0)).toBe(
        pass.messages.protocol.subarray(0, pass.messages.count).filter((p) => p <= Protocol.smb1).length,
      );
    }
  });
});

describe('leases', () => {
  test('a break names who waited for it, and its acknowledgment comes with a time', async () => {
    const found = leases(await passOf('st-lease.pcap'));
    const events = found.flatMap((c) => c.events);
    const broken = events.filter((e) => e.kind === 'broken' && e.mustAcknowledge === true);
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.some((e) => e.waiting.length > 0)).toBe(true);
    expect(events.filter((e) => e.kind === 'acknowledged').every((e) => e.latency === undefined || Number(e.latency) > 0)).toBe(true);
  });

  test('a lease begins with a grant and ends with the last close', async () => {
    for (const c of leases(await passOf('st-lease.pcap'))) {
      // A lease that was granted on a connection that is not in the capture is met when it breaks.
      expect(['granted', 'broken']).toContain(c.events[0]!.kind);
      expect(c.path === '' || c.events[0]!.kind === 'granted').toBe(true);
      c.events.forEach((e, i) => {
        if (e.kind === 'closed' && i + 1 < c.events.length) expect(['granted', 'broken']).toContain(c.events[i + 1]!.kind);
      });
    }
  });
});

test('response times add up', async () => {
  const { commands, asynchronous, unanswered } = responseTimes(await passOf('dialect-3.1.1-signed.pcap'));
  expect(commands.reduce((n, c) => n + c.calls, 0)).toBe(73);
  expect(asynchronous).toEqual([]);
  expect(unanswered).toBe(0);
  for (const c of commands) {
    expect(c.min).toBeLessThanOrEqual(c.median);
    expect(c.median).toBeLessThanOrEqual(c.p95);
    expect(c.p95).toBeLessThanOrEqual(c.p99);
    expect(c.p99).toBeLessThanOrEqual(c.max);
    expect(c.mean * c.calls).toBeCloseTo(c.sum, 9);
  }
});

test('waiting after an interim response is apart from what the server took', async () => {
  const { commands, asynchronous, interim, waiting } = responseTimes(await passOf('st-lease.pcap'));
  expect(asynchronous.length).toBeGreaterThan(0);
  asynchronous.forEach((whole, i) => {
    expect([interim[i]!.command, waiting[i]!.command]).toEqual([whole.command, whole.command]);
    expect([interim[i]!.calls, waiting[i]!.calls]).toEqual([whole.calls, whole.calls]);
    expect(interim[i]!.sum + waiting[i]!.sum).toBeCloseTo(whole.sum, 6);
  });
  // Nothing that waited for a client is among what was answered at once.
  expect(Math.max(...commands.map((c) => c.max))).toBeLessThan(0.5);
  expect(Math.max(...interim.map((c) => c.max))).toBeLessThan(0.5);
  expect(Math.max(...waiting.map((c) => c.max))).toBeGreaterThan(1);
});

test('a range of messages chooses calls', async () => {
  const pass = await passOf('dialect-3.1.1-signed.pcap');
  const { commands } = responseTimes(pass, (row) => row >= 14 && row < 22);
  expect(commands.map((c) => [c.command, c.calls])).toEqual([
    ['CREATE', 1],
    ['CLOSE', 1],
    ['QUERY_DIRECTORY', 2],
  ]);
});
