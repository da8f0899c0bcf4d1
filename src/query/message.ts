import { Inside, Protocol, UnitFlag } from '../smb/columns.ts';
import type { Pass } from '../smb/pass.ts';
import { isOfFiles } from '../smb/sources.ts';

type Stream = Pass['network']['streams'][number];

const HEADER_SIZE = 64;
const TCP = 6;

/** How many kinds of messages there are to tell apart. */
export const KINDS = Object.keys(Protocol).length * 4096;

/** The message that is asked of: several columns are asked of one row after the other. */
export class Message {
  readonly pass: Pass;
  row = -1;
  /** Its protocol, command and direction, what it was taken out of, and whether it is an ERROR Response: messages of a kind have fields of the same tables. */
  kind = 0;
  /** It is an SMB2 message whose header was captured, and read in full. */
  isWhole = false;
  isResponse = false;
  /** Places in the stream's two ends: where it comes from, and where it goes. */
  source: 0 | 1 = 0;
  /** By stream: null where its frames have no TCP header of their own, or one that may be another's. */
  private readonly plain: (Stream | null | undefined)[] = [];

  constructor(pass: Pass) {
    this.pass = pass;
  }

  stand(row: number): void {
    if (row === this.row) return;
    const { messages: m, units, security } = this.pass;
    const { kerberos } = security.ring;
    const protocol = m.protocol[row]!;
    const command = m.command[row]!;
    const flags = units.flags[m.unit[row]!]!;
    this.row = row;
    this.isResponse = (m.flags[row]! & 1) !== 0;
    this.kind =
      (protocol << 12) |
      (m.isError[row]! << 11) |
      (m.source[row]! & Inside.decrypted ? 1 << 9 : 0) |
      (command << 1) |
      (this.isResponse ? 1 : 0);
    if (!kerberos.isEmpty && kerberos.hasOpened(row)) this.kind |= 1 << 10;
    this.isWhole = protocol === Protocol.smb2 && m.length[row]! >= HEADER_SIZE && command < 255 && (flags & UnitFlag.incomplete) === 0;
    this.source = (flags & UnitFlag.direction) === 0 ? 0 : 1;
  }

  /** The message is in a token, or in a ticket, that a key opened. */
  get isOfCipher(): boolean {
    return (this.kind & (1 << 10)) !== 0;
  }

  /** Its stream, where that is TCP and the frame that completes the message is surely one of it. */
  get stream(): Stream | null {
    const { messages: m, units, network } = this.pass;
    const unit = m.unit[this.row]!;
    const index = units.stream[unit]!;
    let plain = this.plain[index];
    if (plain === undefined) {
      const stream = network.streams[index]!;
      // What waited behind a hole comes with a frame that need not be of its direction, or of its connection.
      plain = stream.protocol === TCP && stream.directions!.every((d) => d.gaps === 0) ? stream : null;
      this.plain[index] = plain;
    }
    return plain === null || (units.flags[unit]! & UnitFlag.incomplete) !== 0 || !isOfFiles(this.pass, unit) ? null : plain;
  }

  /** The stream, where each of its frames has one IP header. */
  get untunneled(): Stream | null {
    const { stream } = this;
    return stream === null || stream.isTunneled ? null : stream;
  }
}
