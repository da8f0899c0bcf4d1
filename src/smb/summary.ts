import { Smb1Command } from '../../dissectors/smb1/index.ts';
import { Command } from '../../dissectors/smb2/header.ts';
import { InfoType } from '../../dissectors/smb2/query-info.ts';
import { FSCTL } from '../../dissectors/tables/fsctl.ts';
import { FILE_INFORMATION, FS_INFORMATION } from '../../dissectors/tables/info-class.ts';
import { ErrorCode, MessageType } from '../../dissectors/tables/kerberos.ts';
import { NTSTATUS } from '../../dissectors/tables/ntstatus.ts';
import { Phrase, Writer } from '../bytes/writer.ts';
import type { Names } from '../dissect/field.ts';
import { nameOf } from '../dissect/show.ts';
import { Protocol, UnitFlag } from './columns.ts';
import { Flag, STATUS_PENDING } from './current.ts';
import type { Pass } from './pass.ts';
import { datagramSummary } from './rpc/datagram.ts';
import { pduSummary } from './rpc/summary.ts';
import { complaint } from './security-facts.ts';

const TITLES = [
  'Negotiate',
  'Session Setup',
  'Logoff',
  'Tree Connect',
  'Tree Disconnect',
  'Create',
  'Close',
  'Flush',
  'Read',
  'Write',
  'Lock',
  'Ioctl',
  'Cancel',
  'Echo',
  'Query Directory',
  'Change Notify',
  'Query Info',
  'Set Info',
  'Oplock Break',
  'Server To Client Notification',
];

const REQUESTS = TITLES.map((title) => new Phrase(`${title} Request`));
const RESPONSES = TITLES.map((title) => new Phrase(`${title} Response`));
const NOTIFICATIONS = TITLES.map((title) => new Phrase(`${title} Notification`));
const FILE = new Phrase(', File: ');
const FILE_NAME = new Phrase(', FileName: ');
const LENGTH = new Phrase(', Len: ');
const OFFSET = new Phrase(', Off: ');
const BACKSLASH = 0x5c;

export const protocolTitles: readonly string[] = ['SMB2', 'SMB2', 'SMB2', 'SMB', 'NBNS', 'NBDS', 'KRB5', 'KPASSWD', 'DCERPC'];
const DIALECTS: Names = { '2.0.2': 0x0202, '2.1': 0x0210, '2.???': 0x02ff, '3.0': 0x0300, '3.0.2': 0x0302, '3.1.1': 0x0311 };

const MAX_STATUSES = 1024;

/** One line that says what a message is: written as bytes for `list`, which needs a million of them. */
export class Summaries {
  private readonly pass: Pass;
  private readonly own = new Writer();
  /** What statuses that were met say. */
  private readonly statuses = new Map<number, Phrase>();

  constructor(pass: Pass) {
    this.pass = pass;
  }

  text(row: number): string {
    this.write(row, this.own);
    return this.own.take();
  }

  write(row: number, to: Writer): void {
    const { messages: m, units } = this.pass;
    switch (m.protocol[row]) {
      case Protocol.smb2:
        this.smb2(row, to);
        break;
      case Protocol.encrypted:
        to.ascii('Encrypted message, ').number(m.length[row]!).ascii(' bytes');
        this.sessionOfTransform(row, to);
        break;
      case Protocol.compressed:
        to.ascii('Compressed message, ').number(m.length[row]!).ascii(' bytes');
        break;
      case Protocol.smb1:
        to.ascii(nameOf(Smb1Command, m.command[row]!) ?? `Command 0x${m.command[row]!.toString(16)}`).ascii(
          m.flags[row]! & 0x80 ? ' Response' : ' Request',
        );
        this.status(m.status[row]!, to);
        break;
      case Protocol.kerberos:
        to.ascii(kerberosTitle(m.command[row]!, m.detail[row]!));
        break;
      case Protocol.password:
        to.ascii('Change password, ').number(m.length[row]!).ascii(' bytes');
        break;
      case Protocol.rpc:
        this.rpc(row, to);
        break;
      default:
        to.ascii(m.protocol[row] === Protocol.nameService ? 'Name service packet, ' : 'Datagram, ')
          .number(m.length[row]!)
          .ascii(' bytes');
    }
    if (this.pass.security.isOn) to.ascii(complaint(this.pass, row));
    const flags = units.flags[m.unit[row]!]!;
    if ((flags & UnitFlag.incomplete) !== 0) to.ascii(' [not captured in full]');
    if ((flags & UnitFlag.afterGap) !== 0 && m.firstOf(m.unit[row]!) === row)
      to.ascii(' [after ').number(units.skipped.get(m.unit[row]!)!).ascii(' bytes that are missing]');
  }

  /** Whose keys did not open it. */
  private sessionOfTransform(row: number, to: Writer): void {
    const { messages, units, smb2 } = this.pass;
    const session = smb2.sessions[units.session[messages.unit[row]!]! - 1];
    if (session !== undefined) to.ascii(', Session: ').ascii(session.id);
  }

  private rpc(row: number, to: Writer): void {
    const { pdus, datagrams } = this.pass.smb2.rpc;
    const datagram = datagrams.get(row);
    to.ascii(datagram === undefined ? (pdus.get(row) ?? []).map(pduSummary).join(', ') : datagramSummary(datagram));
  }

  private smb2(row: number, to: Writer): void {
    const { messages: m } = this.pass;
    const command = m.command[row]!;
    const isResponse = (m.flags[row]! & Flag.response) !== 0;
    const isUnasked = isResponse && m.messageIdLow[row] === 0xffffffff && m.messageIdHigh[row] === 0xffffffff;
    const title = (isUnasked ? NOTIFICATIONS : isResponse ? RESPONSES : REQUESTS)[command];
    if (title !== undefined) to.phrase(title);
    else to.ascii(`Command ${command} ${isResponse ? 'Response' : 'Request'}`);
    this.status(m.status[row]!, to);
    if (!isResponse || m.pair[row] !== 0 || m.open[row] !== 0 || command === Command.NEGOTIATE) this.details(row, to, command, isResponse);
    if (this.pass.smb2.rpc.pdus.size > 0) this.pdus(row, to);
  }

  private pdus(row: number, to: Writer): void {
    for (const pdu of this.pass.smb2.rpc.pdus.get(row) ?? []) to.ascii(', ').ascii(pduSummary(pdu));
  }

  /** Nothing for success. */
  private status(value: number, to: Writer): void {
    if (value === 0) return;
    let text = this.statuses.get(value);
    if (text === undefined) {
      const kind = value >= 0xc0000000 ? ', Error: ' : value === STATUS_PENDING ? ', ' : ', Status: ';
      if (this.statuses.size === MAX_STATUSES) this.statuses.clear();
      this.statuses.set(value, (text = new Phrase(kind + statusName(value))));
    }
    to.phrase(text);
  }

  /** An SMB2 request with its response (-1 for none) in one line: what was asked, what came of it. */
  operation(row: number, response: number, to: Writer): void {
    const { messages: m, smb2 } = this.pass;
    const command = m.command[row]!;
    to.ascii(TITLES[command] ?? `Command ${command}`);
    if (response >= 0) to.ascii(', Status: ').ascii(statusName(m.status[response]!));
    switch (command) {
      case Command.NEGOTIATE:
        if (response >= 0 && m.status[response] === 0) this.details(response, to, command, true);
        else this.details(row, to, command, false);
        return;
      case Command.TREE_DISCONNECT:
        if (m.tree[row] === 0) return;
        to.ascii(', Tree: ');
        smb2.names.write(smb2.trees[m.tree[row]! - 1]!.share, to);
        return;
      case Command.READ:
      case Command.WRITE:
        to.phrase(LENGTH).number(m.detail[row]!).phrase(OFFSET).number(m.extra[row]!);
        if (response >= 0 && m.detail[response] !== m.detail[row]) to.ascii(', Transferred: ').number(m.detail[response]!);
        this.name(row, FILE_NAME, to);
        return;
      case Command.LOCK:
        to.ascii(', Locks: ').number(m.detail[row]!);
        this.name(row, FILE_NAME, to);
        return;
      default:
        this.details(row, to, command, false, FILE_NAME);
    }
  }

  private details(row: number, to: Writer, command: number, isResponse: boolean, file = FILE): void {
    const { messages: m, smb2 } = this.pass;
    const detail = m.detail[row]!;
    switch (command) {
      case Command.NEGOTIATE:
        if (detail !== 0)
          to.ascii(isResponse ? ', Dialect: ' : ', up to Dialect: ').ascii(nameOf(DIALECTS, detail) ?? `0x${detail.toString(16)}`);
        return;
      case Command.TREE_CONNECT:
        if (m.tree[row] !== 0) {
          to.ascii(', Tree: ');
          smb2.names.write(smb2.trees[m.tree[row]! - 1]!.share, to);
        }
        return;
      case Command.READ:
      case Command.WRITE:
        if (!isResponse) to.phrase(LENGTH).number(detail).phrase(OFFSET).number(m.extra[row]!);
        else if (m.status[row] === 0) to.phrase(LENGTH).number(detail);
        break;
      case Command.IOCTL:
        to.ascii(', ').ascii(nameOf(FSCTL, detail) ?? `Function 0x${detail.toString(16)}`);
        break;
      case Command.QUERY_INFO:
      case Command.SET_INFO:
        to.ascii(', ').ascii(infoClass(detail));
        break;
      case Command.QUERY_DIRECTORY:
        to.ascii(', ').ascii(nameOf(FILE_INFORMATION, detail) ?? `Class ${detail}`);
        if (m.extra[row]! >= 1) {
          to.ascii(', Pattern: ');
          smb2.names.write(m.extra[row]! - 1, to);
        }
    }
    this.name(row, file, to);
  }

  private name(row: number, label: Phrase, to: Writer): void {
    const { messages: m, smb2 } = this.pass;
    const name = m.open[row] === 0 ? 0 : smb2.opens.name[m.open[row]! - 1]!;
    if (name === 0) return;
    to.phrase(label);
    // The share's own folder has no name.
    if (smb2.names.isEmpty(name - 1)) to.byte(BACKSLASH);
    else smb2.names.write(name - 1, to);
  }
}

function kerberosTitle(type: number, error: number): string {
  const title = nameOf(MessageType, type)?.replace('KRB-', '') ?? `Message ${type}`;
  return title === 'ERROR' ? `KRB Error: ${nameOf(ErrorCode, error) ?? error}` : title;
}

function infoClass(detail: number): string {
  const type = detail >> 8;
  const names = type === 1 ? FILE_INFORMATION : type === 2 ? FS_INFORMATION : undefined;
  return (names && nameOf(names, detail & 255)) ?? `${nameOf(InfoType.names, type) ?? `InfoType ${type}`}/${detail & 255}`;
}

const statusName = (value: number): string => nameOf(NTSTATUS, value) ?? `0x${value.toString(16).padStart(8, '0')}`;
