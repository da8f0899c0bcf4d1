import { expect, test } from 'vitest';
import { compileFilter } from '../../src/query/filter.ts';
import { catalogue } from '../../src/report/catalogue.ts';
import { Records } from '../../src/smb/records.ts';
import { type mutable, passOf, samples } from '../samples.ts';
import { expressions } from './expressions.ts';

/** Besides, questions to what only the project knows, and the presence of every field. */
const ours = [
  'smb2.fid.name contains "d1"',
  'smbscope.padding',
  'smbscope.gap',
  '_ws.malformed',
  '_ws.short',
  '_ws.unknown',
  'smb2.flags.priority == 0',
  'smb',
  'nbns',
  'nbdgm',
  'smb2.tid in {1..5} and smb2.credits.granted',
  'smb2.tid',
  'smb2.aid != 0',
  'smb2.credit.charge > 1 or smb2.pid == 0xfeff',
  'smb2.channel_sequence == 0',
  'smb2.chain_offset & 1',
  'ip and not ipv6',
  'ip.dst == ip.src',
  '@smb2.filename contains 64:00',
  '@smb2.cmd == 05:00',
  '@tcp.port == 01:bd',
  '@ip.src#1 == 7f:00:00:01',
  '@smb2.flags[0] & 1',
  'smb2.cmd == 5 xor smb2.flags.response == 1',
  'smb2.tid == 0 ^^ smb2.filename',
];
const presences = catalogue().map((f) => f.name);

type Passing = Awaited<ReturnType<typeof passOf>>;
const rowsOf = (pass: Passing, text: string, usesIndex: boolean): number[] => {
  const isAsked = compileFilter(text).bind(pass, new Records(pass), usesIndex);
  return Array.from({ length: pass.messages.count }, (_, row) => row).filter(isAsked);
};

test.each(samples)('%s: the index answers what a scan does, for every message', async (name) => {
  const pass = await passOf(name);
  for (const text of [...expressions, ...ours]) expect(rowsOf(pass, text, true), text).toEqual(rowsOf(pass, text, false));
});

test('the presence of every field: the tables say where it can be', async () => {
  for (const name of [
    'dialect-3.1.1-signed.pcap',
    'st-compound-find.pcap',
    'nbns-nbds.pcap',
    'derived-lost.pcap',
    'encrypt-3.1.1-aes-128-gcm.pcapng',
  ]) {
    const pass = await passOf(name);
    const all = presences.map((field) => compileFilter(field));
    const records = new Records(pass);
    const seen = new Set<string>();
    const scanned = Array.from({ length: pass.messages.count }, (_, row) => {
      const found = new Set<string>();
      records.scan(row, new Set(presences), (field) => found.add(field));
      for (const field of found) seen.add(field);
      return found;
    });
    for (const filter of all) {
      if (!seen.has(filter.text) && filter.text.startsWith('smbscope.')) continue;
      const isAsked = filter.bind(pass, records);
      const differing = scanned.flatMap((found, row) => (found.has(filter.text) === isAsked(row) ? [] : [row]));
      expect(differing, `${name}: ${filter.text}`).toEqual([]);
    }
  }
});

test('damaged captures: the index answers what a scan does', async () => {
  const texts = [
    'smb2.cmd == 5',
    'smb2.nt_status != 0',
    'smb2.flags & 1',
    'smb2.msg_id > 3',
    'smb2.tree',
    'smb2.time > 0',
    'smb2.filename',
    'smb2.filename contains "c"',
    'smb2.tid > 1',
    'smb2.credits.granted > 1',
    'ip.src == 127.0.0.1',
    'smb2.sesid != 0',
    'tcp.srcport == 445',
    'tcp.stream',
    'smb2.response_in',
    'frame.time_relative > 0.01',
  ];
  for (let seed = 1; seed <= 40; seed++) {
    const { pass } = await damaged('st-compound-find.pcap', seed);
    for (const text of texts) expect(rowsOf(pass, text, true), `${text}, seed ${seed}`).toEqual(rowsOf(pass, text, false));
  }
});

test('tunnelled captures: the index answers what a scan does', async () => {
  const { ethernet, ipv4, ipv6, tcp, echo } = await import('../net/packets.ts');
  const { Pass } = await import('../../src/smb/pass.ts');
  const { framesInMemory } = await import('../memory.ts');
  const first = echo(1);
  const inner = ipv4(tcp(echo(2), { seq: 1000 + first.length }));
  const frames = [
    ethernet(ipv4(tcp(first))),
    ethernet(ipv4(inner, { protocol: 4, from: '198.51.100.1', to: '198.51.100.2' })),
    ethernet(ipv6(ipv4(tcp(echo(3), { from: 50_001 })), { next: 4 }), 0x86dd),
    ethernet(ipv6(tcp(echo(4))), 0x86dd),
  ];
  const { capture } = framesInMemory(frames.map((bytes) => ({ bytes })));
  const pass = new Pass(capture);
  await pass.run();
  const found = (text: string): number[] => rowsOf(pass, text, true);
  for (const text of [
    'ip.addr == 198.51.100.1',
    'ip.src == 192.0.2.10',
    'ip',
    'ipv6',
    'ipv6.src == 2001:db8::10',
    'count(ip.addr) == 4',
    'ipv6.dst',
  ])
    expect(found(text), text).toEqual(rowsOf(pass, text, false));
  expect(found('ip.addr == 198.51.100.1')).toEqual([1]);
  expect(found('ip')).toEqual([0, 1, 2]);
  expect(found('ip.src#1 == 192.0.2.10')).toEqual([0, 2]);
  expect(found('ip.src#2 == 192.0.2.10')).toEqual([1]);
  expect(found('ip.src#[-1] == 192.0.2.10')).toEqual([0, 1, 2]);
  expect(found('ip#2')).toEqual([1]);
  expect(found('@ip.src#1 == c6:33:64:01')).toEqual([1]);
  expect(found('ipv6.src == 2001:db8::10')).toEqual([2, 3]);
});

/** A sample in which some frames are missing and some bytes have changed. */
async function damaged(name: string, seed: number): Promise<Awaited<ReturnType<typeof mutable>>> {
  const { framesInMemory } = await import('../memory.ts');
  const { Pass } = await import('../../src/smb/pass.ts');
  const original = await passOf(name);
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  const list = [];
  for (let number = 1; number <= original.capture.frameCount; number++) {
    const frame = original.capture.at(number)!;
    const bytes = frame.bytes.slice(frame.start, frame.start + frame.captured);
    if (random(20) === 0) continue;
    if (random(5) === 0) bytes[random(bytes.length)] = random(256);
    const length = random(10) === 0 ? random(bytes.length) : bytes.length;
    list.push({
      bytes: bytes.slice(0, length),
      original: frame.original,
      linkType: frame.linkType,
      seconds: frame.seconds,
      nanoseconds: frame.nanoseconds,
    });
  }
  const { capture, frames } = framesInMemory(list);
  const pass = new Pass(capture);
  await pass.run();
  return { pass, frames };
}
