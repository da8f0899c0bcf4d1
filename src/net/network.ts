import { Tcp } from '../../dissectors/net/index.ts';
import { FILE_SPAN, type Frame } from '../capture/frame.ts';
import { Decoder, TCP } from './decoder.ts';
import { Flows } from './flows.ts';
import { SessionFramer } from './nbss.ts';
import { isKerberos, RecordFramer } from './records.ts';
import { DATAGRAM_HEADER, isDatagram, StreamFramer } from './rpc.ts';
import { SCRATCH_FILE } from './scratch.ts';
import { Stream } from './stream.ts';
import { type Conflict, type Difference, type Read, TcpDirection } from './tcp.ts';
import { type Listener, Unit, UnitKind } from './unit.ts';

const NBNS_PORT = 137;
const NBDS_PORT = 138;
const SESSION_PORT = 139;
const SMB_PORT = 445;
const KERBEROS_PORT = 88;
const PASSWORD_PORT = 464;

const TCP_SEQUENCE = Tcp.at.SequenceNumber;
const TCP_ACKNOWLEDGMENT = Tcp.at.AcknowledgmentNumber;
const TCP_FLAGS = Tcp.at.Flags;
const FIN = 0x01;
const SYN = 0x02;
const ACK = 0x10;
const RST = 0x04;
/** Frames of a connection after which a hole that the receiver has acknowledged counts as lost: reordering reaches less far. */
const PATIENCE = 32;
/** The same when the receiver's acknowledgements are not in the capture. */
const BLIND_PATIENCE = 256;
const MAX_CONFLICTS = 1000;

/** Frames → streams → units: feeds each frame through the headers to its connection, and hands complete units to the listener. */
export class Network {
  readonly decoder = new Decoder();
  readonly streams: Stream[] = [];
  readonly conflicts: Conflict[] = [];
  conflictCount = 0;
  tcpStreams = 0;
  udpStreams = 0;
  private readonly flows = new Flows();
  private readonly unit = new Unit();
  private readonly listener: Listener;
  private readonly readCaptured: Read;

  constructor(listener: Listener, read: Read) {
    this.listener = listener;
    this.readCaptured = read;
  }

  /** Reads bytes at a position again, wherever they lie. */
  readonly read: Read = (position, length, into, offset) =>
    position >= SCRATCH_FILE * FILE_SPAN
      ? this.decoder.scratch.read(position, length, into, offset)
      : this.readCaptured(position, length, into, offset);

  frame(frame: Frame): void {
    const d = this.decoder;
    if (!d.decode(frame)) return;
    const { unit } = this;
    unit.frame = frame.number;
    unit.seconds = frame.seconds;
    unit.nanoseconds = frame.nanoseconds;
    if (d.protocol === TCP) this.tcp(d);
    else this.udp(d);
  }

  /** The capture is over: what is still under way goes out as far as it came. */
  end(): void {
    for (const s of this.streams) for (const d of s.directions ?? []) d.end();
  }

  private tcp(d: Decoder): void {
    const { data } = d;
    const flags = data.getUint8(d.transport + TCP_FLAGS);
    const seq = data.getInt32(d.transport + TCP_SEQUENCE);
    let stream = this.flows.find(d);
    const way = this.flows.direction;
    if (stream === null || ((flags & SYN) !== 0 && isReuse(stream, way, seq, flags))) {
      if (stream !== null) for (const direction of stream.directions!) direction.end();
      stream = this.open(d);
    }
    if (d.datagrams > 1) stream.isTunneled = true;
    const direction = stream.directions![way];
    if ((flags & SYN) !== 0) {
      direction.synchronize(seq);
      stream.fromServer = (flags & ACK) !== 0 ? way : 1 - way;
    }
    if (d.length > 0 && (flags & RST) === 0) {
      const difference = direction.segment(seq, flags, data, d.bytes, d.payload, d.length, d.captured, d.base + d.payload, this.read);
      if (difference !== null) this.conflict(stream, difference, d);
    }
    if ((flags & ACK) !== 0) {
      direction.acknowledged = data.getInt32(d.transport + TCP_ACKNOWLEDGMENT);
      direction.hasAcknowledged = true;
    }
    if ((flags & (RST | FIN)) !== 0) stream.isClosed = true;
    if (stream.directions![0].hasHole || stream.directions![1].hasHole) this.wait(stream);
    else stream.framesWithHole = 0;
  }

  /** Gives holes up that were waited on long enough. */
  private wait(stream: Stream): void {
    if (++stream.framesWithHole < PATIENCE) return;
    const [a, b] = stream.directions!;
    const isBlind = stream.framesWithHole >= BLIND_PATIENCE;
    if (a.isHoleAcknowledged(b.acknowledged) || (isBlind && a.hasHole)) a.declare();
    if (b.isHoleAcknowledged(a.acknowledged) || (isBlind && b.hasHole)) b.declare();
    if (isBlind) stream.framesWithHole = 0;
  }

  private udp(d: Decoder): void {
    const from = d.data.getUint16(d.transport);
    const to = d.data.getUint16(d.transport + 2);
    const kind = datagramKind(from, to) ?? (isRpc(d) ? UnitKind.rpc : null);
    let stream = this.flows.find(d);
    if (stream === null) stream = this.open(d);
    if (kind === null || d.length === 0) return;
    if (kind === UnitKind.kerberos && (d.captured === 0 || !isKerberos(d.data.getUint8(d.payload)))) return;
    const { unit } = this;
    unit.kind = kind;
    unit.stream = stream;
    unit.direction = this.flows.direction;
    unit.data = d.data;
    unit.start = d.payload;
    unit.available = d.captured;
    unit.length = d.length;
    unit.positions[0] = d.base + d.payload;
    unit.lengths[0] = d.captured;
    unit.pieces = 1;
    if (d.captured < d.length) {
      unit.positions[1] = -1;
      unit.lengths[1] = d.length - d.captured;
      unit.pieces = 2;
    }
    unit.skipped = 0;
    unit.isIncomplete = d.captured < d.length;
    this.listener.unit(unit);
  }

  private open(d: Decoder): Stream {
    const key = this.flows.keyOf(d);
    const isTcp = d.protocol === TCP;
    const isSmbPort = isServed(key[8]!) || isServed(key[9]!);
    const self = (): Stream => stream;
    const kind = isSmbPort ? null : recordKind(key[8]!, key[9]!);
    const session = (way: 0 | 1) => new SessionFramer(self, way, isSmbPort, this.listener, this.unit);
    const framer = (way: 0 | 1) =>
      new TcpDirection(
        isSmbPort
          ? session(way)
          : kind === null
            ? new StreamFramer(session(way), self, way, this.listener, this.unit)
            : new RecordFramer(kind, self, way, this.listener, this.unit),
      );
    const number = isTcp ? this.tcpStreams++ : this.udpStreams++;
    const stream: Stream = new Stream(this.streams.length, number, d.protocol, d.family, key, isTcp ? [framer(0), framer(1)] : null);
    if (isServed(key[8]!) !== isServed(key[9]!)) stream.fromServer = isServed(key[8]!) ? 0 : 1;
    this.streams.push(stream);
    this.flows.put(stream);
    return stream;
  }

  private conflict(stream: Stream, { seq, kept, skip }: Difference, d: Decoder): void {
    this.conflictCount++;
    if (this.conflicts.length >= MAX_CONFLICTS) return;
    const other = d.base + d.payload + skip;
    this.conflicts.push({ frame: this.unit.frame, stream: stream.number, seq, length: d.length, kept, other, rest: d.captured - skip });
  }
}

/** What a datagram or a record between two ports is; null for what is nobody's here. */
function datagramKind(from: number, to: number): UnitKind | null {
  if (from === NBNS_PORT || to === NBNS_PORT) return UnitKind.nameService;
  if (from === NBDS_PORT || to === NBDS_PORT) return UnitKind.datagramService;
  return recordKind(from, to);
}

const isRpc = (d: Decoder): boolean => d.captured >= DATAGRAM_HEADER && isDatagram(d.data, d.payload, d.length);

function recordKind(a: number, b: number): UnitKind | null {
  if (a === KERBEROS_PORT || b === KERBEROS_PORT) return UnitKind.kerberos;
  return a === PASSWORD_PORT || b === PASSWORD_PORT ? UnitKind.password : null;
}

const isServed = (port: number): boolean => port === SMB_PORT || port === SESSION_PORT;

/** A SYN that opens the ports anew, rather than being sent again. */
function isReuse(stream: Stream, way: 0 | 1, seq: number, flags: number): boolean {
  if (!stream.directions![way].isOtherStart(seq)) return false;
  return (flags & ACK) === 0 || stream.isClosed;
}
