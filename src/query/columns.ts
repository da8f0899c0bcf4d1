import { encryptedParts } from '../../dissectors/auth/index.ts';
import { Command, Header } from '../../dissectors/smb2/header.ts';
import { TransformHeader } from '../../dissectors/smb2/transform.ts';
import { fieldsOf } from '../dissect/reach.ts';
import { Inside, Protocol, UnitFlag } from '../smb/columns.ts';
import { tablesAround, tablesOf } from '../smb/parts.ts';
import type { Pass } from '../smb/pass.ts';
import { badTag, SecurityOf, transformVerdict } from '../smb/security-facts.ts';
import { KINDS, Message } from './message.ts';
import { Answer, answerOf } from './source.ts';
import type { Column, Value, Values } from './values.ts';
import { type Named, NO_NAME, type Numeric, numberOf, ofNames, ofNumbers, ofTimes, type Timed, UNKNOWN_NAME, type Words } from './words.ts';

const NONE: Values = [];
const ALL_ONES = 0xffff_ffff_ffff_ffffn;
const FLAGS = Header.shape.Flags.bits!;

/** What is said of the transform around a message, by field. */
const TRANSFORM: Readonly<Record<string, (pass: Pass, unit: number) => string | undefined>> = {
  'smb2.x.transform.verdict': transformVerdict,
  'smb2.x.transform.bad_tag': badTag,
};

/** What is said of a message's session and signature, by field. */
const SECURITY: Readonly<Record<string, (of: SecurityOf) => Value | undefined>> = {
  'smb2.good_signature': (of) => of.goodSignature,
  'smb2.bad_signature': (of) => of.badSignature,
  'smb2.x.signature.verdict': (of) => of.verdict,
  'smb2.x.signature.key': (of) => of.keySource,
  'smb2.acct': (of) => of.account,
  'smb2.domain': (of) => of.domain,
  'smb2.host': (of) => of.host,
};

/** The index's columns as a filter reads them. */
export class Columns {
  readonly message: Message;
  private readonly pass: Pass;
  /** By stream: the addresses of both its ends. */
  private readonly addresses: Values[][] = [];

  constructor(pass: Pass) {
    this.pass = pass;
    this.message = new Message(pass);
  }

  /** The column of a field, with what its tables say of messages that can't have it. */
  of(name: string): Column {
    const own = this.own(name);
    if (own === null && this.isAround(name)) return () => null;
    const { message } = this;
    // By kind of message: whether the tables of such have the field; -1 not asked yet.
    const reach = new Int8Array(KINDS).fill(-1);
    return (row) => {
      message.stand(row);
      let has = reach[message.kind]!;
      if (has < 0) has = reach[message.kind] = this.mayHave(name, row) ? 1 : 0;
      return has === 0 ? NONE : own === null ? null : own(row);
    };
  }

  /** Whether messages of the kind of this one can have a field. */
  mayHave(name: string, row: number): boolean {
    const { message } = this;
    message.stand(row);
    if (this.isAround(name) || this.isWithin(name, row)) return true;
    return message.isOfCipher && Object.values(encryptedParts).some((table) => fieldsOf(table).has(name));
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
      case 'ipv6': {
        this.message.stand(row);
        const { untunneled } = this.message;
        return untunneled === null ? Answer.unknown : answerOf(untunneled.family === (name === 'ip' ? 4 : 6));
      }
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
        this.message.stand(row);
        return isSession && this.message.stream !== null ? Answer.yes : Answer.unknown;
      default:
        return Answer.unknown;
    }
  }

  /** All that a SessionId can be: its session's, or one of the two that a compound's member or an unanswered request may carry. */
  sessionIds(row: number): readonly Values[] | null {
    const { messages: m, smb2 } = this.pass;
    this.message.stand(row);
    if (!this.message.isWhole) return null;
    const session = m.session[row]!;
    if (session === 0) return [[0], [ALL_ONES]];
    const { idHigh, idLow } = smb2.sessions[session - 1]!;
    return [[numberOf({ high: idHigh | 0, low: idLow | 0 })], [0], [ALL_ONES]];
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
    return tablesOf(m.protocol[row]! as Protocol, m.command[row]!, (m.flags[row]! & 1) !== 0, m.isError[row] === 1).some(
      (t) => t !== null && fieldsOf(t).has(name),
    );
  }

  /** What there is of a field whose value is a function of the columns; null for other fields. */
  private own(name: string): Column | null {
    const numeric = this.numeric(name);
    if (numeric !== null) return ofNumbers(numeric);
    const timed = this.timed(name);
    if (timed !== null) return ofTimes(timed);
    const named = this.named(name);
    if (named !== null) return ofNames(named, this.pass.smb2.names);
    if (Object.hasOwn(TRANSFORM, name)) return this.ofTransform(TRANSFORM[name]!);
    if (Object.hasOwn(SECURITY, name)) return this.ofSecurity(SECURITY[name]!);
    switch (name) {
      case 'ipv6.src':
        return (row) => this.address(row, 0);
      case 'ipv6.dst':
        return (row) => this.address(row, 1);
      default:
        return null;
    }
  }

  /** A field that is a number and a function of the columns; null for other fields. */
  numeric(name: string): Numeric | null {
    const { messages: m, units } = this.pass;
    const { message } = this;
    switch (name) {
      case 'frame.number':
        return always((row) => units.frame[m.unit[row]!]!);
      case 'tcp.stream':
        return (row, into) => {
          message.stand(row);
          const { stream } = message;
          return stream === null ? Answer.unknown : said(into, stream.number);
        };
      case 'tcp.srcport':
        return this.port(0);
      case 'tcp.dstport':
        return this.port(1);
      case 'ip.src':
        return this.ipv4(0);
      case 'ip.dst':
        return this.ipv4(1);
      case 'smb2.cmd':
        return this.header((row, into) => said(into, m.command[row]!));
      case 'smb2.nt_status':
        return this.header((row, into) => (message.isResponse ? said(into, m.status[row]! | 0) : Answer.no));
      case 'smb2.msg_id':
        return this.header((row, into) => {
          into.low = m.messageIdLow[row]! | 0;
          into.high = m.messageIdHigh[row]! | 0;
          return Answer.yes;
        });
      case 'smb2.response_to':
        return this.header((row, into) => (message.isResponse ? this.pairFrame(row, into) : Answer.no));
      case 'smb2.response_in':
        return this.header((row, into) => (message.isResponse ? Answer.no : this.pairFrame(row, into)));
      case 'smb2.flags': {
        // An IOCTL's own Flags have the same name.
        return this.header((row, into) => (m.command[row] === Command.IOCTL ? Answer.unknown : said(into, m.flags[row]! | 0)));
      }
      default:
        return this.flag(name);
    }
  }

  /** A field that is a time and a function of the columns; null for other fields. */
  timed(name: string): Timed | null {
    const { messages: m, units } = this.pass;
    switch (name) {
      case 'frame.time_epoch':
        return (row, into) => {
          into.high = units.seconds[m.unit[row]!]!;
          into.low = units.nanoseconds[m.unit[row]!]!;
          return Answer.yes;
        };
      case 'smb2.time':
        return this.header((row, into) => {
          if (!this.message.isResponse || m.pair[row] === 0) return Answer.no;
          const from = m.unit[m.pair[row]! - 1]!;
          const to = m.unit[row]!;
          into.high = units.seconds[to]! - units.seconds[from]!;
          into.low = units.nanoseconds[to]! - units.nanoseconds[from]!;
          return Answer.yes;
        });
      default:
        return null;
    }
  }

  /** A field that is a name and a function of the columns; null for other fields. */
  named(name: string): Named | null {
    const { messages: m, smb2 } = this.pass;
    const { message } = this;
    switch (name) {
      case 'smb2.filename':
        return (row) => this.createdName(row);
      case 'smb2.tree':
        // A TREE_CONNECT Request's own path has the same name.
        return (row) => {
          message.stand(row);
          if (!message.isWhole || m.command[row] === Command.TREE_CONNECT) return UNKNOWN_NAME;
          return (m.flags[row]! & 2) !== 0 || m.tree[row] === 0 ? NO_NAME : smb2.trees[m.tree[row]! - 1]!.share;
        };
      default:
        return null;
    }
  }

  private ofTransform(told: (pass: Pass, unit: number) => string | undefined): Column {
    const { messages: m, units } = this.pass;
    return (row) => {
      if ((units.flags[m.unit[row]!]! & UnitFlag.incomplete) !== 0) return null;
      const value = told(this.pass, m.unit[row]!);
      return value === undefined ? NONE : [value];
    };
  }

  private ofSecurity(told: (of: SecurityOf) => Value | undefined): Column {
    return (row) => {
      this.message.stand(row);
      if (!this.message.isWhole) return null;
      const value = told(new SecurityOf(this.pass, row));
      return value === undefined ? NONE : [value];
    };
  }

  private flag(name: string): Numeric | null {
    const { messages: m } = this.pass;
    const bit = Object.values(FLAGS).find(([, abbrev]) => abbrev === name);
    if (bit === undefined) return null;
    const [mask, , meaning] = bit;
    const isOne = (mask & (mask - 1)) === 0 || meaning === 'any';
    const shift = 31 - Math.clz32(mask & -mask);
    return this.header((row, into) => {
      const value = m.flags[row]! & mask;
      return said(into, isOne ? (value === 0 ? 0 : 1) : value >>> shift);
    });
  }

  /** A number of the SMB2 header. */
  private header(read: Numeric): Numeric {
    const { message } = this;
    return (row, into) => {
      message.stand(row);
      return message.isWhole ? read(row, into) : Answer.unknown;
    };
  }

  private pairFrame(row: number, into: Words): Answer {
    const { messages: m, units } = this.pass;
    return m.pair[row] === 0 ? Answer.no : said(into, units.frame[m.unit[m.pair[row]! - 1]!]!);
  }

  private port(end: 0 | 1): Numeric {
    const { message } = this;
    return (row, into) => {
      message.stand(row);
      const { stream } = message;
      return stream === null ? Answer.unknown : said(into, stream.port((message.source ^ end) as 0 | 1));
    };
  }

  private ipv4(end: 0 | 1): Numeric {
    const { message } = this;
    return (row, into) => {
      message.stand(row);
      const { untunneled } = message;
      if (untunneled === null) return Answer.unknown;
      return untunneled.family === 4 ? said(into, untunneled.word((message.source ^ end) as 0 | 1)) : Answer.no;
    };
  }

  private address(row: number, end: 0 | 1): Values | null {
    const { message } = this;
    message.stand(row);
    const { untunneled } = message;
    if (untunneled === null) return null;
    if (untunneled.family !== 6) return NONE;
    const known = (this.addresses[untunneled.index] ??= [[untunneled.rawAddress(0)], [untunneled.rawAddress(1)]]);
    return known[message.source ^ end]!;
  }

  /** The name that a CREATE Request asks for: its open's, unless that is another message's. */
  private createdName(row: number): number {
    const { messages: m, smb2 } = this.pass;
    const { message } = this;
    message.stand(row);
    if (!message.isWhole || m.command[row] !== Command.CREATE || message.isResponse) return UNKNOWN_NAME;
    const open = m.open[row]! - 1;
    if (open < 0 || smb2.opens.createdBy[open] !== row || smb2.opens.name[open] === 0) return UNKNOWN_NAME;
    const name = smb2.opens.name[open]! - 1;
    return smb2.names.isEmpty(name) ? NO_NAME : name;
  }
}

function said(into: Words, value: number): Answer {
  into.low = value;
  into.high = 0;
  return Answer.yes;
}

const always =
  (read: (row: number) => number): Numeric =>
  (row, into) =>
    said(into, read(row));
