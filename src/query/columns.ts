import { encryptedParts } from '../../dissectors/auth/index.ts';
import { Command, Header } from '../../dissectors/smb2/header.ts';
import { TransformHeader } from '../../dissectors/smb2/transform.ts';
import { fieldsOf } from '../dissect/reach.ts';
import { Inside, Protocol, UnitFlag } from '../smb/columns.ts';
import { tablesAround, tablesOf } from '../smb/parts.ts';
import type { Pass } from '../smb/pass.ts';
import { badTag, SecurityOf, transformVerdict } from '../smb/security-facts.ts';
import { isOfFiles } from '../smb/sources.ts';
import { Answer, answerOf } from './source.ts';
import { narrow, type Value, type Values } from './values.ts';

/** What the index knows of a field without looking at the bytes: exactly what a scan would find, or null. */
export type Column = (row: number) => Values | null;

const NONE: Values = [];
const HEADER_SIZE = 64;
const TCP = 6;
const ALL_ONES = 0xffff_ffff_ffff_ffffn;
const FLAGS = Header.shape.Flags.bits!;
const wide = (high: number, low: number): Value => (high < 0x200000 ? high * 2 ** 32 + low : (BigInt(high) << 32n) | BigInt(low));

/** The index's columns as a filter reads them. */
export class Columns {
  private readonly pass: Pass;
  private readonly shares = new Map<number, string>();
  private readonly tcpPorts = new Map<number, Values | null>();
  /** By stream: the addresses of both its ends. */
  private readonly addresses: Values[][] = [];
  /** The row that was asked of last, what kind of message it has, and whether isWhole: several columns are asked of one row after the other. */
  private row = -1;
  private kind = 0;
  private isRowWhole = false;

  constructor(pass: Pass) {
    this.pass = pass;
  }

  /** The column of a field, with what its tables say of messages that can't have it. */
  of(name: string): Column {
    const own = this.own(name);
    if (own === null && this.isAround(name)) return () => null;
    // By protocol, whether it was encrypted, command and direction: whether the tables of such a message have the field; -1 not asked yet.
    const reach = new Int8Array(Object.keys(Protocol).length * 1024).fill(-1);
    const { messages: m } = this.pass;
    const isOfTransform = fieldsOf(TransformHeader).has(name);
    const { kerberos } = this.pass.security.ring;
    const isOfCipher = !kerberos.isEmpty && Object.values(encryptedParts).some((table) => fieldsOf(table).has(name));
    return (row) => {
      if (row !== this.row) this.stand(row);
      let has = reach[this.kind]!;
      if (has < 0) has = reach[this.kind] = this.isAround(name) || this.isWithin(name, row) ? 1 : 0;
      if (isOfTransform && (m.source[row]! & Inside.decrypted) !== 0) has = 1;
      if (isOfCipher && kerberos.hasOpened(row)) has = 1;
      return has === 0 ? NONE : own === null ? null : own(row);
    };
  }

  /** Whether a protocol is there. */
  presence(name: string, row: number): Answer {
    const { messages: m } = this.pass;
    const protocol = m.protocol[row]!;
    const isSession = protocol <= Protocol.smb1;
    switch (name) {
      case 'frame':
        return Answer.yes;
      case 'smb2':
        return answerOf(protocol <= Protocol.compressed);
      case 'smb':
        return protocol === Protocol.datagramService ? Answer.unknown : answerOf(protocol === Protocol.smb1);
      case 'nbss':
        return answerOf(isSession);
      case 'nbns':
        return answerOf(protocol === Protocol.nameService);
      case 'nbdgm':
        return answerOf(protocol === Protocol.datagramService);
      case 'ip':
      case 'ipv6':
        return this.family(row) === 0 ? Answer.unknown : answerOf(this.family(row) === (name === 'ip' ? 4 : 6));
      case 'kerberos':
        return protocol === Protocol.kerberos ? Answer.yes : this.carried(name, row);
      case 'gss-api':
      case 'spnego':
      case 'negoex':
      case 'ntlmssp':
        return this.carried(name, row);
      case 'kpasswd':
        return answerOf(protocol === Protocol.password);
      case 'tcp':
        return isSession && this.ports(row) !== null ? Answer.yes : Answer.unknown;
      default:
        return Answer.unknown;
    }
  }

  /** All that a SessionId can be: its session's, or one of the two that a compound's member or an unanswered request may carry. */
  sessionIds(row: number): readonly Values[] | null {
    const { messages: m, smb2 } = this.pass;
    if (!this.isWhole(row)) return null;
    const session = m.session[row]!;
    if (session === 0) return [[0], [ALL_ONES]];
    const { idHigh, idLow } = smb2.sessions[session - 1]!;
    return [[wide(idHigh, idLow)], [0], [ALL_ONES]];
  }

  private isAround(name: string): boolean {
    return name.startsWith('_ws.') || name.startsWith('smbscope.') || tablesAround.some((table) => fieldsOf(table).has(name));
  }

  /** A protocol that tokens of others can carry: their bytes have to be asked. */
  private carried(name: string, row: number): Answer {
    return this.isWithin(name, row) ? Answer.unknown : Answer.no;
  }

  private isWithin(name: string, row: number): boolean {
    const { messages: m } = this.pass;
    if ((m.source[row]! & Inside.decrypted) !== 0 && fieldsOf(TransformHeader).has(name)) return true;
    return tablesOf(m.protocol[row]! as Protocol, m.command[row]!, (m.flags[row]! & 1) !== 0).some(
      (t) => t !== null && fieldsOf(t).has(name),
    );
  }

  /** Whether the row is an SMB2 message whose header was captured, and read in full. */
  isWhole(row: number): boolean {
    if (row !== this.row) this.stand(row);
    return this.isRowWhole;
  }

  private stand(row: number): void {
    const { messages: m, units } = this.pass;
    const protocol = m.protocol[row]!;
    const command = m.command[row]!;
    this.row = row;
    this.kind = protocol * 1024 + (m.source[row]! & Inside.decrypted) * 256 + command * 2 + (m.flags[row]! & 1);
    this.isRowWhole =
      protocol === Protocol.smb2 &&
      m.length[row]! >= HEADER_SIZE &&
      command < 255 &&
      (units.flags[m.unit[row]!]! & UnitFlag.incomplete) === 0;
  }

  /** What there is of a field whose value is a function of the columns; null for other fields. */
  private own(name: string): Column | null {
    const { messages: m, units } = this.pass;
    switch (name) {
      case 'frame.number':
        return one((row) => units.frame[m.unit[row]!]!);
      case 'frame.time_epoch':
        return one((row) => {
          const unit = m.unit[row]!;
          return BigInt(units.seconds[unit]!) * 1_000_000_000n + BigInt(units.nanoseconds[unit]!);
        });
      case 'tcp.stream':
        return (row) => (this.ports(row) === null ? null : [this.stream(row).number]);
      case 'tcp.srcport':
        return (row) => this.port(row, 0);
      case 'tcp.dstport':
        return (row) => this.port(row, 1);
      case 'ip.src':
        return (row) => this.address(row, 4, 0);
      case 'ip.dst':
        return (row) => this.address(row, 4, 1);
      case 'ipv6.src':
        return (row) => this.address(row, 6, 0);
      case 'ipv6.dst':
        return (row) => this.address(row, 6, 1);
      case 'smb2.filename':
        return (row) => this.createdName(row);
      case 'smb2.flags': {
        // An IOCTL's own Flags have the same name.
        const flags = this.header((row) => m.flags[row]!);
        return (row) => (m.command[row] === Command.IOCTL ? null : flags(row));
      }
      case 'smb2.x.transform.verdict':
        return this.ofTransform(transformVerdict);
      case 'smb2.x.transform.bad_tag':
        return this.ofTransform(badTag);
      default:
        return this.ofHeader(name);
    }
  }

  private ofTransform(said: (pass: Pass, unit: number) => string | undefined): Column {
    const { messages: m, units } = this.pass;
    return (row) => {
      if ((units.flags[m.unit[row]!]! & UnitFlag.incomplete) !== 0) return null;
      const value = said(this.pass, m.unit[row]!);
      return value === undefined ? NONE : [value];
    };
  }

  private ofHeader(name: string): Column | null {
    const { messages: m, smb2 } = this.pass;
    const bit = Object.values(FLAGS).find(([, abbrev]) => abbrev === name);
    if (bit !== undefined) {
      const [mask, , meaning] = bit;
      const isOne = (mask & (mask - 1)) === 0 || meaning === 'any';
      return this.header((row) => {
        const value = (m.flags[row]! & mask) >>> 0;
        return isOne ? (value === 0 ? 0 : 1) : value / ((mask & -mask) >>> 0);
      });
    }
    const isResponse = (row: number): boolean => (m.flags[row]! & 1) !== 0;
    switch (name) {
      case 'smb2.cmd':
        return this.header((row) => m.command[row]!);
      case 'smb2.nt_status':
        return this.header((row) => (isResponse(row) ? m.status[row]! : undefined));
      case 'smb2.msg_id':
        return this.header((row) => wide(m.messageIdHigh[row]!, m.messageIdLow[row]!));
      case 'smb2.response_to':
        return this.header((row) => (isResponse(row) ? this.pairFrame(row) : undefined));
      case 'smb2.response_in':
        return this.header((row) => (isResponse(row) ? undefined : this.pairFrame(row)));
      case 'smb2.time':
        return this.header((row) => (isResponse(row) ? this.latency(row) : undefined));
      case 'smb2.good_signature':
        return this.header((row) => this.security(row).goodSignature);
      case 'smb2.bad_signature':
        return this.header((row) => this.security(row).badSignature);
      case 'smb2.x.signature.verdict':
        return this.header((row) => this.security(row).verdict);
      case 'smb2.x.signature.key':
        return this.header((row) => this.security(row).keySource);
      case 'smb2.acct':
        return this.header((row) => this.security(row).account);
      case 'smb2.domain':
        return this.header((row) => this.security(row).domain);
      case 'smb2.host':
        return this.header((row) => this.security(row).host);
      case 'smb2.tree': {
        const tree = this.header((row) =>
          (m.flags[row]! & 2) !== 0 || m.tree[row] === 0 ? undefined : this.share(smb2.trees[m.tree[row]! - 1]!.share),
        );
        // A TREE_CONNECT Request's own path has the same name.
        return (row) => (m.command[row] === Command.TREE_CONNECT ? null : tree(row));
      }
      default:
        return null;
    }
  }

  private security(row: number): SecurityOf {
    return new SecurityOf(this.pass, row);
  }

  private header(read: (row: number) => Value | undefined): Column {
    const values: Value[] = [0];
    return (row) => {
      if (!this.isWhole(row)) return null;
      const value = read(row);
      if (value === undefined) return NONE;
      values[0] = value;
      return values;
    };
  }

  private share(number: number): string {
    let text = this.shares.get(number);
    if (text === undefined) this.shares.set(number, (text = this.pass.smb2.names.text(number)));
    return text;
  }

  private pairFrame(row: number): number | undefined {
    const { messages: m, units } = this.pass;
    return m.pair[row] === 0 ? undefined : units.frame[m.unit[m.pair[row]! - 1]!]!;
  }

  private latency(row: number): Value | undefined {
    const { messages: m, units } = this.pass;
    if (m.pair[row] === 0) return undefined;
    const from = m.unit[m.pair[row]! - 1]!;
    const to = m.unit[row]!;
    return BigInt(units.seconds[to]! - units.seconds[from]!) * 1_000_000_000n + BigInt(units.nanoseconds[to]! - units.nanoseconds[from]!);
  }

  private stream(row: number) {
    return this.pass.network.streams[this.pass.units.stream[this.pass.messages.unit[row]!]!]!;
  }

  private port(row: number, end: 0 | 1): Values | null {
    const ports = this.ports(row);
    return ports === null ? null : [ports[this.end(row, end)]!];
  }

  /** Which end of its stream the message's source (0) or destination (1) is. */
  private end(row: number, end: 0 | 1): 0 | 1 {
    const isBack = (this.pass.units.flags[this.pass.messages.unit[row]!]! & UnitFlag.direction) !== 0;
    return isBack ? ((1 - end) as 0 | 1) : end;
  }

  /** The version of the only IP header around a message; 0 where there may be several. */
  private family(row: number): number {
    return this.ports(row) === null || this.stream(row).isTunneled ? 0 : this.stream(row).family;
  }

  private address(row: number, family: number, end: 0 | 1): Values | null {
    const own = this.family(row);
    if (own !== family) return own === 0 ? null : NONE;
    const stream = this.stream(row);
    const known = (this.addresses[stream.index] ??= [0, 1].map((e) => [stream.rawAddress(e as 0 | 1)]));
    return known[this.end(row, end)]!;
  }

  /** The name that a CREATE Request asks for: its open's, unless that is another message's. */
  private createdName(row: number): Values | null {
    const { messages: m, smb2 } = this.pass;
    if (!this.isWhole(row) || m.command[row] !== Command.CREATE || (m.flags[row]! & 1) !== 0) return null;
    const open = m.open[row]! - 1;
    if (open < 0 || smb2.opens.createdBy[open] !== row || smb2.opens.name[open] === 0) return null;
    const name = smb2.opens.name[open]! - 1;
    return smb2.names.isEmpty(name) ? NONE : [smb2.names.text(name)];
  }

  /** Both ports of the connection that the row's frame belongs to; null where that frame may be another's or have no TCP header of its own. */
  private ports(row: number): Values | null {
    const { messages: m, units } = this.pass;
    const unit = m.unit[row]!;
    const index = units.stream[unit]!;
    let ports = this.tcpPorts.get(index);
    if (ports === undefined) {
      const stream = this.pass.network.streams[index]!;
      // What waited behind a hole comes with a frame that need not be of its direction, or of its connection.
      const isPlain = stream.protocol === TCP && stream.directions!.every((d) => d.gaps === 0);
      this.tcpPorts.set(index, (ports = isPlain ? [stream.port(0), stream.port(1)] : null));
    }
    if (ports === null || (units.flags[unit]! & UnitFlag.incomplete) !== 0) return null;
    return isOfFiles(this.pass, unit) ? ports : null;
  }
}

function one(read: (row: number) => Value): Column {
  const values: Value[] = [0];
  return (row) => {
    const value = read(row);
    values[0] = typeof value === 'bigint' ? narrowed(value) : value;
    return values;
  };
}

const narrowed = (value: bigint): Value => narrow(value);
