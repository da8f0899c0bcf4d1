import type { Writer } from '../bytes/writer.ts';
import { UnitKind } from '../net/unit.ts';
import { Protocol } from '../smb/columns.ts';
import { seconds } from '../smb/facts.ts';
import type { Instant, Pass } from '../smb/pass.ts';

/** What is known of the capture as such; times are Unix seconds with nanoseconds, null where there is no frame. */
export interface Info {
  files: {
    path: string;
    format: string | null;
    variant: string;
    compression: readonly string[];
    size: number;
    frames: number;
    hardware: string;
    os: string;
    application: string;
  }[];
  interfaces: {
    name: string;
    description: string;
    linkType: number;
    linkTypeName: string;
    snapLength: number;
    ticksPerSecond: number;
    frames: number;
    dropped: number | null;
  }[];
  frames: number;
  capturedBytes: number;
  originalBytes: number;
  firstTime: string | null;
  lastTime: string | null;
  duration: string | null;
  streams: { tcp: number; udp: number };
  units: Record<string, number>;
  messages: Record<string, number>;
  sessions: number;
  /** Bytes of SMB streams that the capture lacks, or that were not recognised. */
  gaps: { lost: number; lostBytes: number; unrecognised: number; unrecognisedBytes: number; incompleteUnits: number };
  /** Bytes that were sent twice with different content. */
  conflicts: { count: number; first: { frame: number; stream: number } | null };
  comments: readonly { readonly frame: number; readonly text: string }[];
  damage: { count: number; places: { file: string; offset: number; kind: string; text: string }[] };
}

const LINK_TYPES: Readonly<Record<number, string>> = {
  0: 'NULL',
  1: 'ETHERNET',
  9: 'PPP',
  12: 'RAW',
  14: 'RAW',
  50: 'PPP_HDLC',
  101: 'RAW',
  105: 'IEEE802_11',
  108: 'LOOP',
  113: 'LINUX_SLL',
  127: 'IEEE802_11_RADIOTAP',
  228: 'IPV4',
  229: 'IPV6',
  276: 'LINUX_SLL2',
};
const UNIT_NAMES: Readonly<Record<UnitKind, string>> = {
  [UnitKind.session]: 'NBSS',
  [UnitKind.nameService]: 'NBNS',
  [UnitKind.datagramService]: 'NBDS',
  [UnitKind.kerberos]: 'KRB5',
  [UnitKind.password]: 'KPASSWD',
  [UnitKind.rpc]: 'DCERPC',
};
const MESSAGE_NAMES: Readonly<Record<Protocol, string>> = {
  [Protocol.smb2]: 'SMB2',
  [Protocol.encrypted]: 'SMB2 encrypted',
  [Protocol.compressed]: 'SMB2 compressed',
  [Protocol.smb1]: 'SMB1',
  [Protocol.nameService]: 'NBNS',
  [Protocol.datagramService]: 'NBDS',
  [Protocol.kerberos]: 'KRB5',
  [Protocol.password]: 'KPASSWD',
  [Protocol.rpc]: 'DCERPC',
};

export function describe(pass: Pass): Info {
  const { capture, network, units, messages, smb2, earliest, latest } = pass;
  const gaps = { lost: 0, lostBytes: 0, unrecognised: 0, unrecognisedBytes: 0, incompleteUnits: 0 };
  for (const s of network.streams)
    for (const d of s.directions ?? []) {
      if (!d.framer.isSmb) continue;
      gaps.lost += d.gaps;
      gaps.lostBytes += d.gapBytes;
      gaps.unrecognised += d.framer.skips;
      gaps.unrecognisedBytes += d.framer.skippedBytes;
    }
  for (let i = 0; i < units.count; i++) if ((units.flags[i]! & 1) !== 0) gaps.incompleteUnits++;
  return {
    files: capture.files.map(({ path, format, variant, compression, size, frames, hardware, os, application }) => ({
      path,
      format,
      variant,
      compression,
      size,
      frames,
      hardware,
      os,
      application,
    })),
    interfaces: capture.interfaces.map(({ name, description, linkType, snapLength, ticksPerSecond, frames, dropped }) => ({
      name,
      description,
      linkType,
      linkTypeName: LINK_TYPES[linkType] ?? `LINKTYPE ${linkType}`,
      snapLength,
      ticksPerSecond,
      frames,
      dropped: Number.isNaN(dropped) ? null : dropped,
    })),
    frames: capture.frameCount,
    capturedBytes: pass.capturedBytes,
    originalBytes: pass.originalBytes,
    firstTime: timeOf(earliest),
    lastTime: timeOf(latest),
    duration: capture.frameCount === 0 ? null : seconds(latest.seconds - earliest.seconds, latest.nanoseconds - earliest.nanoseconds),
    streams: { tcp: network.tcpStreams, udp: network.udpStreams },
    units: count(units.kind, units.count, UNIT_NAMES),
    messages: count(messages.protocol, messages.count, MESSAGE_NAMES),
    sessions: smb2.sessions.length,
    gaps,
    conflicts: {
      count: network.conflictCount,
      first: network.conflicts[0] ? { frame: network.conflicts[0].frame, stream: network.conflicts[0].stream } : null,
    },
    comments: capture.comments,
    damage: {
      count: capture.damageCount,
      places: capture.damage.map((d) => ({ file: capture.files[d.file]?.path ?? '', offset: d.offset, kind: d.kind, text: d.text })),
    },
  };
}

const timeOf = (t: Instant): string | null => (Number.isNaN(t.seconds) ? null : seconds(t.seconds, t.nanoseconds));

function count(column: Uint8Array, rows: number, names: Readonly<Record<number, string>>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < rows; i++) {
    const name = names[column[i]!]!;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The same for a person. */
export function printInfo(i: Info, to: Writer): void {
  const row = (label: string, text: string): Writer => to.ascii(`${label}:`.padEnd(14)).text(text).byte(10);
  for (const f of i.files) {
    row('File', f.path);
    row('Format', [f.format ?? 'not a capture', f.variant, ...f.compression].filter((part) => part !== '').join(', '));
    row('Size', `${f.size} bytes, ${f.frames} frames`);
    const origin = [f.application, f.os, f.hardware].filter((part) => part !== '').join(', ');
    if (origin !== '') row('Written by', origin);
  }
  for (const n of i.interfaces)
    row(
      'Interface',
      `${n.name === '' ? '(no name)' : n.name}, ${n.linkTypeName}, ${n.frames} frames${n.snapLength > 0 ? `, at most ${n.snapLength} bytes of each` : ''}${n.dropped === null ? '' : `, ${n.dropped} dropped`}`,
    );
  row('Frames', `${i.frames}, ${i.capturedBytes} bytes captured of ${i.originalBytes}`);
  if (i.firstTime !== null) {
    row('First', `${i.firstTime} (${iso(i.firstTime)})`);
    row('Last', `${i.lastTime} (${iso(i.lastTime!)})`);
    row('Duration', `${i.duration} s`);
  }
  row('Streams', `${i.streams.tcp} TCP, ${i.streams.udp} UDP`);
  row('Units', counts(i.units));
  row('Messages', counts(i.messages));
  row('Sessions', String(i.sessions));
  if (i.gaps.lost > 0) row('Lost', `${i.gaps.lostBytes} bytes in ${i.gaps.lost} gaps: they were sent, but are not in the capture`);
  if (i.gaps.unrecognised > 0)
    row(
      'Passed over',
      `${i.gaps.unrecognisedBytes} bytes of SMB streams in ${i.gaps.unrecognised} places, up to the next message that could be proven`,
    );
  if (i.gaps.incompleteUnits > 0) row('Incomplete', `${i.gaps.incompleteUnits} units are not captured in full`);
  if (i.conflicts.count > 0)
    row('Conflicts', `${i.conflicts.count} segments were sent twice with different content, first in frame ${i.conflicts.first!.frame}`);
  for (const c of i.comments) row('Comment', c.frame > 0 ? `frame ${c.frame}: ${c.text}` : c.text);
  for (const d of i.damage.places) row('Damage', `at byte ${d.offset}: ${d.text}`);
}

const counts = (c: Record<string, number>): string =>
  Object.keys(c).length === 0
    ? 'none'
    : Object.entries(c)
        .map(([name, n]) => `${n} ${name}`)
        .join(', ');

function iso(time: string): string {
  const date = new Date(Number(time.replace(/\..*/, '')) * 1000);
  return Number.isNaN(date.getTime()) ? 'no calendar date' : date.toISOString().replace('.000Z', ' UTC').replace('T', ' ');
}
