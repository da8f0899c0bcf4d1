import { FILE_SPAN, type Frame } from '../capture/frame.ts';
import type { Source } from '../dissect/show.ts';
import { MISSING, SESSION_HEADER } from '../net/unit.ts';
import { Inside, UnitFlag } from './columns.ts';
import { decompressMessage } from './decompress.ts';
import type { Pass } from './pass.ts';
import type { Window } from './window.ts';

/** Where a unit's bytes lie among the sources of its record. */
export interface Place {
  readonly sources: Source[];
  /** Index of the source that holds the unit, where it begins there, and where its captured bytes end. */
  readonly source: number;
  readonly start: number;
  readonly captured: number;
  /** Frames that hold a part of it, in order. */
  readonly frames: number[];
}

/** The place of a message: the unit's own, or that of what the unit decrypts or decompresses to, which become sources when they are asked for first. */
export function placeOf(pass: Pass, row: number, own: Place): Place {
  const inside = pass.messages.source[row]!;
  if (inside === 0) return own;
  if ((inside & Inside.decrypted) === 0) return decompressed(own, own.start + SESSION_HEADER);
  const plain = decrypted(pass, pass.messages.unit[row]!, own);
  return (inside & Inside.decompressed) !== 0 ? decompressed(plain, 0) : plain;
}

/** What a unit decrypts to. */
export function decrypted(pass: Pass, unit: number, own: Place): Place {
  const { units, network, security } = pass;
  const isFromServer = network.streams[units.stream[unit]!]!.fromServer === ((units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 : 0);
  return within(own, 'decrypted', (data) => security.transforms.reopen(unit, data, own.start + SESSION_HEADER, own.captured, isFromServer));
}

/** What the message at `start` of a place decompresses to. */
const decompressed = (own: Place, start: number): Place =>
  within(own, 'decompressed', (data) => decompressMessage(data, start, own.captured));

/** The source of a kind; its bytes are made, of those in `own`, when it is not there yet. */
function within(own: Place, kind: Source['kind'], make: (data: DataView) => Uint8Array | null): Place {
  let source = own.sources.findIndex((s) => s.kind === kind);
  if (source < 0) {
    const inner = make(own.sources[own.source]!.data) ?? new Uint8Array(0);
    source = own.sources.push({ kind, data: new DataView(inner.buffer, inner.byteOffset, inner.byteLength) }) - 1;
  }
  return { ...own, source, start: 0, captured: own.sources[source]!.data.byteLength };
}

const MAX_FRAMES_LISTED = 4096;

const VIEWS = 2048;

/** Room for one frame's bytes after the other: a frame shows its reader's chunk, which the next one takes. */
export class FrameBytes {
  private bytes = new Uint8Array(2048);
  /** By length: most frames are as long as one before. */
  private views: (DataView | undefined)[] = [];

  /** The frame's bytes, until the next call. */
  copy(frame: Frame): DataView {
    const { captured } = frame;
    if (captured > this.bytes.length) {
      this.bytes = new Uint8Array(2 * captured);
      this.views = [];
    }
    this.bytes.set(frame.bytes.subarray(frame.start, frame.start + captured));
    if (captured > VIEWS) return new DataView(this.bytes.buffer, 0, captured);
    return (this.views[captured] ??= new DataView(this.bytes.buffer, 0, captured));
  }
}

/**
 * Gathers the bytes of a unit: in the frame itself where they lie there in one piece, else in a reassembled source of their own. With `scratch` the
 * frame's are valid until it is used again.
 */
export function place(pass: Pass, unit: number, frame: Frame, scratch?: FrameBytes): Place {
  const { units, pieces } = pass;
  const first = units.firstPiece[unit]!;
  const last = unit + 1 < units.count ? units.firstPiece[unit + 1]! : pieces.count;
  const own: Source = { kind: 'frame', data: scratch?.copy(frame) ?? copyOf(frame) };
  const position = pieces.positions[first]!;
  const isInFrame = position >= frame.position && position + pieces.lengths[first]! <= frame.position + frame.captured;
  if (isInFrame && isOnePiece(pass, first, last)) {
    const start = position - frame.position;
    return { sources: [own], source: 0, start, captured: start + pieces.lengths[first]!, frames: [units.frame[unit]!] };
  }
  return reassemble(pass, unit, first, last, own);
}

/** A unit's bytes where they lie in one piece, without the frame around them; null where they don't. Valid until the window moves. */
export function placeIn(window: Window, pass: Pass, unit: number): Place | null {
  const { units, pieces } = pass;
  const first = units.firstPiece[unit]!;
  const length = pieces.lengths[first]!;
  if (!isOnePiece(pass, first, unit + 1 < units.count ? units.firstPiece[unit + 1]! : pieces.count)) return null;
  const start = window.find(pieces, first, 0, length);
  if (start < 0) return null;
  return { sources: [{ kind: 'frame', data: window.view }], source: 0, start, captured: start + length, frames: [units.frame[unit]!] };
}

/** Whether the captured bytes of a unit, in the pieces first..last, lie together. */
const isOnePiece = ({ pieces }: Pass, first: number, last: number): boolean =>
  last === first + 1 || (last === first + 2 && pieces.positions[first + 1] === MISSING);

/** Whether all of a unit's bytes lie in the capture's files: those of reassembled datagrams don't. */
export function isOfFiles(pass: Pass, unit: number): boolean {
  const { units, pieces, capture } = pass;
  const last = unit + 1 < units.count ? units.firstPiece[unit + 1]! : pieces.count;
  const limit = capture.files.length * FILE_SPAN;
  for (let i = units.firstPiece[unit]!; i < last; i++) if (pieces.positions[i] === MISSING || pieces.positions[i]! >= limit) return false;
  return true;
}

/** The pieces one after the other, up to the first that is missing. */
function reassemble(pass: Pass, unit: number, first: number, last: number, own: Source): Place {
  const { units, pieces, capture, network } = pass;
  let length = 0;
  let end = first;
  while (end < last && pieces.positions[end] !== MISSING) length += pieces.lengths[end++]!;
  const bytes = new Uint8Array(length);
  const frames: number[] = [];
  let at = 0;
  for (let i = first; i < last; i++) {
    const position = pieces.positions[i]!;
    if (position === MISSING) continue;
    const isFile = Math.floor(position / FILE_SPAN) < capture.files.length;
    const number = isFile ? capture.numberAt(position) : units.frame[unit]!;
    if (number > 0 && frames[frames.length - 1] !== number && frames.length < MAX_FRAMES_LISTED) frames.push(number);
    if (i >= end) continue;
    const got = network.read(position, pieces.lengths[i]!, bytes, at);
    at += got;
    // What follows bytes that are there no more has no place.
    if (got < pieces.lengths[i]!) end = i;
  }
  return { sources: [own, { kind: 'reassembled', data: new DataView(bytes.buffer) }], source: 1, start: 0, captured: at, frames };
}

/** The frame's bytes on their own: a frame shows its reader's chunk. */
function copyOf(frame: Frame): DataView {
  const bytes = frame.bytes.slice(frame.start, frame.start + frame.captured);
  return new DataView(bytes.buffer);
}
