import { encryptedParts, KerberosMessage, KerberosRecord, PasswordMessage, PasswordRecord } from '../../dissectors/auth/index.ts';
import type { TransformFacts } from '../../dissectors/facts.ts';
import { Datagram, NameService, nameServiceFacts, SessionPacket, userDataOf } from '../../dissectors/nbt/index.ts';
import * as net from '../../dissectors/net/index.ts';
import { Smb1Header, smb1Commands, smb1Facts } from '../../dissectors/smb1/index.ts';
import { Command } from '../../dissectors/smb2/header.ts';
import {
  CompressionTransformHeader,
  CompressionTransformHeaderChained,
  commands,
  ErrorResponse,
  Header,
  TransformHeader,
} from '../../dissectors/smb2/index.ts';
import type { Frame } from '../capture/frame.ts';
import type { Table } from '../dissect/field.ts';
import { structsOf } from '../dissect/reach.ts';
import type { Struct } from '../dissect/struct.ts';
import type { Direction } from '../dissect/walk.ts';
import { Decoder, TCP } from '../net/decoder.ts';
import { Layer } from '../net/layer.ts';
import type { Stream } from '../net/stream.ts';
import { SESSION_HEADER, UnitKind } from '../net/unit.ts';
import { Inside, Protocol } from './columns.ts';
import { Flag, HEADER_SIZE } from './current.ts';
import { isChained } from './decompress.ts';
import { factsOf, frameFacts, strayFacts } from './facts.ts';
import { isReply } from './kerberos.ts';
import { openedIn, withoutSecrets } from './opened.ts';
import type { Pass } from './pass.ts';
import { datagramParts } from './rpc/datagram.ts';
import { interfaceNames, rpcTables } from './rpc/interfaces.ts';
import { carriesPdus, rpcParts } from './rpc/parts.ts';
import type { OpenedCipher } from './security/kerberos-keys.ts';
import { Opened } from './security/transforms.ts';
import { badTag, transformVerdict } from './security-facts.ts';
import { decrypted, type Place, placeOf } from './sources.ts';

/** One structure of a record: which table to walk over which bytes, with which facts. Every reader of a record goes through these. */
export interface Part {
  /** Wireshark's name for the protocol. Neighbours with the same name and row belong under one node. */
  readonly name: string;
  readonly table: Struct;
  readonly source: number;
  /** Where the protocol's message begins, from which its offsets count; where this structure begins; where the message ends. */
  readonly message: number;
  readonly start: number;
  readonly end: number;
  readonly captured: number;
  readonly facts: Direction;
  /** Row of the message it belongs to; AROUND for the unit's own framing, FRAME for the frame and its headers, UNTRUSTED for what is no message. */
  readonly row: number;
  /** Bytes after the structure that belong to it but are not its rows: a payload shown elsewhere. */
  readonly payload: number;
  /** Of what a value decrypts to: the value's place, below which it is shown, and what opened it. */
  readonly inside?: Inner;
  /** What the protocol's node is called, when that is more than the message's summary. */
  readonly title?: string;
}

export interface Inner {
  readonly source: number;
  readonly offset: number;
  readonly size: number;
  readonly key: string;
}

export const AROUND = -1;
export const FRAME = -2;
/** Plain text whose tag is wrong: it is part of a tree, and no filter finds it. */
export const UNTRUSTED = -3;

const MAX_UNTRUSTED = 256;
const SMB2_ID = 0xfe534d42;

const NETBIOS_PORT = 139;
const SMB1_ID = 0xff534d42;

/** The table of each layer and Wireshark's name for the protocol. */
const layers: Readonly<Record<Layer, readonly [name: string, table: Struct]>> = {
  [Layer.ethernet]: ['eth', net.Ethernet],
  [Layer.vlan]: ['vlan', net.Vlan],
  [Layer.sll]: ['sll', net.Sll],
  [Layer.sll2]: ['sll', net.Sll2],
  [Layer.loopback]: ['null', net.Null],
  [Layer.ppp]: ['ppp', net.Ppp],
  [Layer.pppoe]: ['pppoes', net.Pppoe],
  [Layer.radiotap]: ['radiotap', net.Radiotap],
  [Layer.ieee80211]: ['wlan', net.Ieee80211],
  [Layer.llc]: ['llc', net.LlcSnap],
  [Layer.mpls]: ['mpls', net.Mpls],
  [Layer.ipv4]: ['ip', net.Ipv4],
  [Layer.ipv6]: ['ipv6', net.Ipv6],
  [Layer.ipv6HopByHop]: ['ipv6.hopopts', net.HopByHop],
  [Layer.ipv6Routing]: ['ipv6.routing', net.Routing],
  [Layer.ipv6Fragment]: ['ipv6.fraghdr', net.Fragment],
  [Layer.ipv6Destination]: ['ipv6.dstopts', net.DestinationOptions],
  [Layer.authentication]: ['ah', net.AuthenticationHeader],
  [Layer.gre]: ['gre', net.Gre],
  [Layer.erspan2]: ['erspan', net.Erspan2],
  [Layer.erspan3]: ['erspan', net.Erspan3],
  [Layer.vxlan]: ['vxlan', net.Vxlan],
  [Layer.udp]: ['udp', net.Udp],
  [Layer.tcp]: ['tcp', net.Tcp],
};

/** Protocols that values of others carry: their groups stand anywhere in a tree. */
export const CARRIED: ReadonlySet<string> = new Set(['gss-api', 'spnego', 'negoex', 'ntlmssp', 'kerberos']);

/** Wireshark's names of the protocols that parts can have, or carry. */
export const protocolNames = (): readonly string[] => [
  ...new Set([
    'frame',
    ...Object.values(layers).map(([name]) => name),
    'nbss',
    'nbns',
    'nbdgm',
    'smb2',
    'smb',
    'kpasswd',
    'dcerpc',
    ...CARRIED,
    ...interfaceNames(),
  ]),
];

/** Every table that parts of a frame and of a unit's framing can have. */
export const tablesAround: readonly Struct[] = [
  net.Frame,
  net.Ethernet8023,
  SessionPacket,
  CompressionTransformHeader,
  CompressionTransformHeaderChained,
  ...Object.values(layers).map(([, table]) => table),
];

/** Every table that the parts of a message can have, of one that `isError` only an ERROR Response's: filters pass over messages whose tables lack a field. */
export function tablesOf(protocol: Protocol, command: number, isResponse: boolean, isError = false): readonly (Struct | null)[] {
  const smb1Tables = [Smb1Header, ...structsOf(smb1Commands)];
  switch (protocol) {
    case Protocol.smb2:
      return [
        Header,
        isError ? null : choose(commands, command, isResponse),
        isResponse ? ErrorResponse : null,
        ...(carriesPdus(command) ? rpcTables() : []),
      ];
    case Protocol.encrypted:
      return [TransformHeader];
    case Protocol.compressed:
      return [CompressionTransformHeader, CompressionTransformHeaderChained];
    case Protocol.smb1:
      return smb1Tables;
    case Protocol.nameService:
      return [NameService];
    case Protocol.kerberos:
      return [KerberosMessage, KerberosRecord];
    case Protocol.password:
      return [PasswordMessage, PasswordRecord];
    case Protocol.rpc:
      return rpcTables();
    default:
      return [Datagram, ...smb1Tables];
  }
}

/** Lists the structures that a unit and the frame around it are made of, outermost first. */
export class Parts {
  private readonly pass: Pass;
  private readonly decoder = new Decoder();

  constructor(pass: Pass) {
    this.pass = pass;
  }

  /** The frame itself, then its headers; they lie in source 0. */
  frame(frame: Frame, stream: Stream): Part[] {
    const d = this.decoder;
    const found = d.decode(frame);
    const facts = frameFacts(frame, this.pass.capture.interfaces[frame.interface]?.name ?? '', stream, found ? d.length : undefined);
    const { captured } = frame;
    // Found headers end where the payload begins; of a reassembled datagram nothing lies in this frame.
    const end = found && d.data === frame.data ? d.payload - frame.start : captured;
    const trailer = Math.max(end, d.end - frame.start);
    const parts: Part[] = [
      { name: 'frame', table: net.Frame, source: 0, message: 0, start: 0, end: captured, captured, facts, row: FRAME, payload: 0 },
    ];
    for (let i = 0; i < d.layerCount; i++) {
      const [name, typed] = layers[d.layers[i] as Layer];
      const table = d.layers[i + 1] === Layer.llc && i + 1 < d.layerCount && typed === net.Ethernet ? net.Ethernet8023 : typed;
      const start = d.offsets[i]! - frame.start;
      const isLast = i + 1 === d.layerCount;
      const stop = isLast ? end : d.offsets[i + 1]! - frame.start;
      const held = Math.min(stop, captured);
      const payload = isLast ? Math.min(trailer, captured) - held : 0;
      parts.push({ name, table, source: 0, message: start, start, end: stop, captured: held, facts, row: FRAME, payload });
    }
    return parts;
  }

  unit(unit: number, rows: readonly number[], bytes: Place): Part[] {
    const { units, messages, network } = this.pass;
    const { start } = bytes;
    const end = start + this.pass.lengthOf(unit);
    const data = bytes.sources[bytes.source]!.data;
    switch (units.kind[unit]) {
      case UnitKind.session: {
        const stream = network.streams[units.stream[unit]!]!;
        const isDirect = stream.port(0) !== NETBIOS_PORT && stream.port(1) !== NETBIOS_PORT;
        const facts = { isResponse: false, isDirect };
        const parts = [part('nbss', SessionPacket, bytes, start, start, rows.length > 0 ? start + SESSION_HEADER : end, facts, AROUND)];
        if (rows.length > 0) this.around(unit, messages.source[rows[0]!]!, messages.protocol[rows[0]!]!, bytes, end, parts);
        for (const row of rows) {
          const at = placeOf(this.pass, row, bytes);
          this.message(row, at, at.start + messages.offset(row), parts);
        }
        return parts;
      }
      case UnitKind.rpc: {
        const parts: Part[] = [];
        const datagram = this.pass.smb2.rpc.datagrams.get(rows[0]!);
        if (datagram !== undefined) datagramParts(datagram, rows[0]!, bytes, end, parts);
        else rpcParts(this.pass, rows[0]!, bytes, start, parts);
        return parts;
      }
      case UnitKind.nameService:
        return [
          part('nbns', NameService, bytes, start, start, end, nameServiceFacts(data, start, Math.min(end, bytes.captured)), rows[0]!),
        ];
      case UnitKind.kerberos: {
        const facts = { isResponse: isReply(messages.command[rows[0]!]!) };
        const parts = [part('kerberos', this.isRecord(unit) ? KerberosRecord : KerberosMessage, bytes, start, start, end, facts, rows[0]!)];
        this.opened(rows[0]!, bytes, start, end, this.isRecord(unit), parts);
        return parts;
      }
      case UnitKind.password: {
        const facts = { isResponse: false };
        return [part('kpasswd', this.isRecord(unit) ? PasswordRecord : PasswordMessage, bytes, start, start, end, facts, rows[0]!)];
      }
      default: {
        const inner = userDataOf(data, start, Math.min(end, bytes.captured));
        const isSmb = inner !== undefined && inner + 4 <= bytes.captured && data.getUint32(inner) === SMB1_ID;
        const parts = [part('nbdgm', Datagram, bytes, start, start, isSmb ? inner : end, { isResponse: false }, rows[0]!)];
        if (isSmb) smb1(bytes, inner, end, rows[0]!, parts);
        return parts;
      }
    }
  }

  /** The headers of what a unit's messages were put through. */
  private around(unit: number, inside: number, protocol: number, bytes: Place, end: number, parts: Part[]): void {
    const start = bytes.start + SESSION_HEADER;
    const isDecrypted = (inside & Inside.decrypted) !== 0;
    if (isDecrypted) parts.push(part('smb2', TransformHeader, bytes, start, start, end, this.transformFacts(unit), AROUND));
    if ((inside & Inside.decompressed) === 0 || protocol === Protocol.compressed) return;
    const plain = isDecrypted ? decrypted(this.pass, unit, bytes) : bytes;
    parts.push(compression(plain, isDecrypted ? 0 : start, isDecrypted ? plain.captured : end, AROUND));
  }

  private opened(row: number, bytes: Place, start: number, end: number, isMarked: boolean, parts: Part[]): void {
    const { data } = bytes.sources[bytes.source]!;
    const list = openedIn(this.pass, row, data, start, Math.min(end, bytes.captured), isMarked);
    const facts = { isResponse: (this.pass.messages.flags[row]! & Flag.response) !== 0 };
    plains(list, bytes, facts, row, parts);
  }

  private transformFacts(unit: number): TransformFacts {
    return { isResponse: false, transform: transformVerdict(this.pass, unit), badTag: badTag(this.pass, unit) };
  }

  /** What a transform whose tag is wrong decrypts to, where that looks like messages: they are shown, and count for nothing. */
  private untrusted(unit: number, bytes: Place, parts: Part[]): void {
    const { units } = this.pass;
    if (units.opened[unit] !== Opened.bad) return;
    const plain = decrypted(this.pass, unit, bytes);
    const { data } = plain.sources[plain.source]!;
    const end = plain.captured;
    for (let at = 0, n = 0; n < MAX_UNTRUSTED && at + HEADER_SIZE <= end && data.getUint32(at) === SMB2_ID; n++) {
      const next = data.getUint32(at + Header.at.NextCommand, true);
      const stop = next >= HEADER_SIZE && at + next + HEADER_SIZE <= end ? at + next : end;
      const body = at + HEADER_SIZE;
      const facts = strayFacts(data, at, body + 2 <= end ? data.getUint16(body, true) : 0, this.pass.dialectOf(unit));
      const inner = facts.isError ? ErrorResponse : choose(commands, data.getUint16(at + Header.at.Command, true), facts.isResponse);
      headerAndBody('smb2', plain, at, stop, facts, UNTRUSTED, Header, HEADER_SIZE, inner, parts);
      at = stop;
    }
  }

  /** Whether a record mark stands before the unit's message. */
  private isRecord(unit: number): boolean {
    const { network, units } = this.pass;
    return network.streams[units.stream[unit]!]!.protocol === TCP;
  }

  private message(row: number, bytes: Place, start: number, parts: Part[]): void {
    const { messages: m } = this.pass;
    const end = start + m.length[row]!;
    const data = bytes.sources[bytes.source]!.data;
    switch (m.protocol[row]) {
      case Protocol.smb2: {
        const body = start + HEADER_SIZE;
        const facts = factsOf(this.pass, row, body + 2 <= bytes.captured ? data.getUint16(body, true) : 0);
        const inner = facts.isError ? ErrorResponse : choose(commands, m.command[row]!, facts.isResponse);
        headerAndBody('smb2', bytes, start, end, facts, row, Header, HEADER_SIZE, inner, parts);
        if (m.command[row] === Command.SESSION_SETUP) this.opened(row, bytes, start, end, false, parts);
        rpcParts(this.pass, row, bytes, start, parts);
        return;
      }
      case Protocol.encrypted:
        parts.push(part('smb2', TransformHeader, bytes, start, start, end, this.transformFacts(m.unit[row]!), row));
        this.untrusted(m.unit[row]!, bytes, parts);
        return;
      case Protocol.compressed:
        parts.push(compression(bytes, start, end, row));
        return;
      default:
        smb1(bytes, start, end, row, parts);
    }
  }
}

/** What ciphers in a place hold: a source and a structure each. */
function plains(opened: readonly OpenedCipher[], bytes: Place, facts: Direction, row: number, parts: Part[]): void {
  const { sources, source } = bytes;
  for (const { cipher, plain, source: key, inner } of opened) {
    const table: Struct = encryptedParts[cipher.holds];
    const data = withoutSecrets(table, plain);
    const place = { ...bytes, source: sources.push({ kind: 'decrypted', data }) - 1, captured: data.byteLength };
    const inside = { source, offset: cipher.offset, size: cipher.size, key };
    parts.push({ ...part('kerberos', table, place, 0, 0, data.byteLength, facts, row), inside });
    plains(inner, place, facts, row, parts);
  }
}

function compression(bytes: Place, start: number, end: number, row: number): Part {
  const { data } = bytes.sources[bytes.source]!;
  const table = isChained(data, start, bytes.captured) ? CompressionTransformHeaderChained : CompressionTransformHeader;
  return part('smb2', table, bytes, start, start, end, { isResponse: false }, row);
}

function smb1(bytes: Place, start: number, end: number, row: number, parts: Part[]): void {
  const data = bytes.sources[bytes.source]!.data;
  const held = Math.min(end, bytes.captured);
  const isWhole = start + Smb1Header.fixedSize <= held;
  const facts = isWhole ? smb1Facts(data, start, held) : { isResponse: false };
  const command = isWhole ? data.getUint8(start + Smb1Header.at.Command) : -1;
  const inner = choose(smb1Commands, command, facts.isResponse) ?? choose(smb1Commands, 'other', facts.isResponse);
  headerAndBody('smb', bytes, start, end, facts, row, Smb1Header, Smb1Header.fixedSize, inner, parts);
}

function headerAndBody(
  name: string,
  bytes: Place,
  start: number,
  end: number,
  facts: Direction,
  row: number,
  header: Struct,
  size: number,
  body: Struct | null,
  parts: Part[],
): void {
  parts.push(part(name, header, bytes, start, start, Math.min(end, start + size), facts, row));
  // A body of which nothing was captured says so; after a header that is cut already nothing is left to say.
  if (body !== null && end > start + size && bytes.captured >= start + size)
    parts.push(part(name, body, bytes, start, start + size, end, facts, row));
}

function part(name: string, table: Struct, bytes: Place, message: number, start: number, end: number, facts: Direction, row: number): Part {
  const captured = Math.min(end, bytes.captured);
  return { name, table, source: bytes.source, message, start, end, captured, facts, row, payload: 0 };
}

function choose(table: Table, key: string | number, isResponse: boolean): Struct | null {
  const entry = Object.hasOwn(table, key) ? table[key]! : undefined;
  if (entry === undefined) return null;
  const found = 'fields' in entry || 'lengths' in entry || 'starts' in entry ? entry : isResponse ? entry.response : entry.request;
  return found !== undefined && 'fields' in found ? found : null;
}
