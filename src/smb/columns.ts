import { SESSION_HEADER, type Unit } from '../net/unit.ts';

/** What a message is, by its protocol id or the port it came on. */
export const Protocol = {
  smb2: 0,
  encrypted: 1,
  compressed: 2,
  smb1: 3,
  nameService: 4,
  datagramService: 5,
  kerberos: 6,
  password: 7,
  rpc: 8,
} as const;
export type Protocol = (typeof Protocol)[keyof typeof Protocol];

/**
 * Room for the columns of a table, one behind the other in one buffer: V8 looks for garbage at every large buffer that it is asked for. Wide columns are
 * taken first, so that each is aligned.
 */
class Room {
  private readonly buffer: ArrayBuffer;
  private readonly rows: number;
  private used = 0;

  constructor(rows: number, bytesPerRow: number) {
    this.rows = rows;
    this.buffer = new ArrayBuffer(rows * bytesPerRow);
  }

  float64 = (): Float64Array => new Float64Array(this.buffer, this.take(8), this.rows);
  uint32 = (): Uint32Array => new Uint32Array(this.buffer, this.take(4), this.rows);
  int32 = (): Int32Array => new Int32Array(this.buffer, this.take(4), this.rows);
  uint16 = (): Uint16Array => new Uint16Array(this.buffer, this.take(2), this.rows);
  uint8 = (): Uint8Array => new Uint8Array(this.buffer, this.take(1), this.rows);

  private take(width: number): number {
    const start = this.used;
    this.used += width * this.rows;
    return start;
  }
}

/** Where bytes lie in the capture, in order: FILE_SPAN positions (MISSING for what was not captured) and lengths. */
export class Pieces {
  positions: Float64Array;
  lengths: Int32Array;
  count = 0;

  constructor(capacity: number) {
    const room = new Room(capacity, 12);
    this.positions = room.float64();
    this.lengths = room.int32();
  }

  add(position: number, length: number): void {
    if (this.count === this.lengths.length) {
      this.positions = larger(this.positions);
      this.lengths = larger(this.lengths);
    }
    this.positions[this.count] = position;
    this.lengths[this.count++] = length;
  }
}

export const UnitFlag = { incomplete: 1, direction: 2, afterGap: 4 } as const;

/** A row for each unit that the network framed. */
export class Units {
  frame: Int32Array;
  /** Unix time; in 32 bits until a time comes that has no room there. */
  seconds: Uint32Array | Float64Array;
  nanoseconds: Int32Array;
  /** Index into Network.streams. */
  stream: Narrow;
  kind: Uint8Array;
  flags: Uint8Array;
  firstPiece: Int32Array;
  /** Of a transform: the session whose keys it is under, plus one; 0 unknown. */
  session: Int32Array;
  /** What became of a transform: see security/transforms.ts; 0 for any other unit. */
  opened: Uint8Array;
  /** Bytes of the stream that were lost or not recognised right before a unit, for the few where it is so. */
  readonly skipped = new Map<number, number>();
  count = 0;

  constructor(capacity: number) {
    const room = new Room(capacity, 25);
    this.seconds = room.uint32();
    this.frame = room.int32();
    this.nanoseconds = room.int32();
    this.firstPiece = room.int32();
    this.session = room.int32();
    this.stream = room.uint16();
    this.kind = room.uint8();
    this.flags = room.uint8();
    this.opened = room.uint8();
  }

  add(u: Unit, stream: number, firstPiece: number): number {
    const row = this.count++;
    if (row === this.frame.length) enlarge(this);
    const { seconds } = u;
    if (seconds !== seconds >>> 0) this.seconds = wide(this.seconds);
    this.frame[row] = u.frame;
    this.seconds[row] = seconds;
    this.nanoseconds[row] = u.nanoseconds;
    if (stream > MAX_NARROW) this.stream = widened(this.stream);
    this.stream[row] = stream;
    this.kind[row] = u.kind;
    this.flags[row] =
      (u.isIncomplete ? UnitFlag.incomplete : 0) | (u.direction === 1 ? UnitFlag.direction : 0) | (u.skipped > 0 ? UnitFlag.afterGap : 0);
    this.firstPiece[row] = firstPiece;
    if (u.skipped > 0) this.skipped.set(row, u.skipped);
    return row;
  }
}

/** What a unit's bytes were put through before a message appeared, the outermost first. */
export const Inside = { decompressed: 1, decrypted: 2 } as const;

/** A row for each message. Where a column holds a row of another table it holds it plus one: 0 says none. */
export class Messages {
  unit: Int32Array;
  /** Where it lies: bits of Inside, 0 for the unit's own bytes. */
  source: Uint8Array;
  /** How far from the beginning of what its source carries it lies, and its bytes: a compound's first member lies at 0. */
  within: Int32Array;
  length: Int32Array;
  protocol: Uint8Array;
  command: Uint8Array;
  flags: Uint32Array;
  status: Uint32Array;
  messageIdLow: Uint32Array;
  messageIdHigh: Uint32Array;
  session: Narrow;
  tree: Narrow;
  open: Int32Array;
  /** Of a request its (latest) response, of a response its request. */
  pair: Int32Array;
  /** What a response needs of its request in order to be dissected, and a list shows: see bodies.ts. */
  detail: Uint32Array;
  extra: Uint32Array | Float64Array;
  /** Credits that the client of its connection has left after it; counted from 0 where the connection's beginning is not in the capture. */
  credits: Int32Array;
  /** 1 for an SMB2 response whose body is an ERROR Response; 0 also where that is not known. */
  isError: Uint8Array;
  /** Of its signature, and why: see security/verdict.ts. */
  verdict: Uint8Array;
  count = 0;

  constructor(capacity: number) {
    const room = new Room(capacity, 57);
    this.unit = room.int32();
    this.within = room.int32();
    this.length = room.int32();
    this.flags = room.uint32();
    this.status = room.uint32();
    this.messageIdLow = room.uint32();
    this.messageIdHigh = room.uint32();
    this.open = room.int32();
    this.pair = room.int32();
    this.detail = room.uint32();
    this.extra = room.uint32();
    this.credits = room.int32();
    this.session = room.uint16();
    this.tree = room.uint16();
    this.source = room.uint8();
    this.protocol = room.uint8();
    this.command = room.uint8();
    this.isError = room.uint8();
    this.verdict = room.uint8();
  }

  add(unit: number, offset: number, length: number, protocol: Protocol, source = 0): number {
    const row = this.count++;
    if (row === this.unit.length) enlarge(this);
    // What is zero nearly everywhere is not written: memory that nobody touches costs nothing.
    const within = offset - beginning(protocol, source);
    this.unit[row] = unit;
    if (within !== 0) this.within[row] = within;
    this.length[row] = length;
    if (protocol !== Protocol.smb2) this.protocol[row] = protocol;
    if (source !== 0) this.source[row] = source;
    return row;
  }

  /** Where it begins in its source. */
  offset(row: number): number {
    return this.within[row]! + beginning(this.protocol[row]!, this.source[row]!);
  }

  /** Row of the first message of a unit, or of the units after it where it has none. */
  firstOf(unit: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.unit[middle]! < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** So many sessions, or trees, are there: their numbers find room from here on. */
  expect(of: 'session' | 'tree', count: number): void {
    if (count > MAX_NARROW) this[of] = widened(this[of]);
  }

  setExtra(row: number, value: number): void {
    if (value > 0xffffffff) this.extra = wide(this.extra);
    if (value !== 0) this.extra[row] = value;
  }
}

/** Where content begins: in a unit's own bytes, SMB comes after the session header. */
const beginning = (protocol: number, source: number): number => (source === 0 && protocol <= Protocol.smb1 ? SESSION_HEADER : 0);

const widened = (column: Narrow): Int32Array => (column instanceof Int32Array ? column : new Int32Array(column));
const wide = (column: Uint32Array | Float64Array): Float64Array => (column instanceof Float64Array ? column : new Float64Array(column));

/** Numbers that need 16 bits, until there are too many of what they number. */
export type Narrow = Uint16Array | Int32Array;
const MAX_NARROW = 0xffff;

type Column = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

export function larger<C extends Column>(column: C): C {
  const copy = new (column.constructor as new (length: number) => C)(Math.max(1024, 2 * column.length));
  copy.set(column);
  return copy;
}

/** Doubles every column of a table. */
export function enlarge(table: object): void {
  for (const [name, column] of Object.entries(table))
    if (ArrayBuffer.isView(column)) Object.assign(table, { [name]: larger(column as Column) });
}
