import type { Stream } from './stream.ts';
import type { Framer } from './tcp.ts';
import { type Listener, MISSING, type Unit, UnitKind } from './unit.ts';

const MARK = 4;
/** Tickets of users in many groups have some ten thousand bytes; a longer record is taken for noise. */
const MAX_RECORD = 1 << 20;
/** Record mark and what shows that a message follows. */
const PROOF = MARK + 2;

const APPLICATION = 0x60;
const AS_REQ = 10;
const KRB_ERROR = 30;

/** Whether a Kerberos message can begin with the octet: the tag of one of RFC 4120 5.10. */
export const isKerberos = (octet: number): boolean => octet >= (APPLICATION | AS_REQ) && octet <= (APPLICATION | KRB_ERROR);

/**
 * Cuts one direction of a TCP stream into records of Kerberos (RFC 4120 7.2.2) or of its password protocol: four bytes of length, then a message.
 * After what is no record, the next one is looked for at the beginning of a segment.
 */
export class RecordFramer implements Framer {
  readonly isSmb = false;
  skips = 0;
  skippedBytes = 0;
  private readonly kind: UnitKind;
  private readonly stream: () => Stream;
  private readonly direction: 0 | 1;
  private readonly listener: Listener;
  private readonly unit: Unit;
  /** Bytes lost or not recognised since the last record. */
  private skipped = 0;
  /** Of the record under way: bytes passed, those copied, and where they lie. */
  private got = 0;
  private head = new Uint8Array(0);
  private have = 0;
  private positions: number[] = [];
  private lengths: number[] = [];
  private isIncomplete = false;

  constructor(kind: UnitKind, stream: () => Stream, direction: 0 | 1, listener: Listener, unit: Unit) {
    this.kind = kind;
    this.stream = stream;
    this.direction = direction;
    this.listener = listener;
    this.unit = unit;
  }

  /** Nothing to do: every record has to prove itself. */
  midstream(): void {}

  push(_data: DataView, bytes: Uint8Array, from: number, length: number, position: number): void {
    for (let at = 0; at < length; ) {
      const n = Math.min(length - at, this.limit - this.got);
      this.take(bytes, from + at, n, position + at);
      at += n;
      if (this.got === Math.min(PROOF, this.total) && this.have >= MARK && !this.isPlausible()) {
        this.lose(length - at);
        return;
      }
      if (this.have >= MARK && this.got === this.total) this.emit();
    }
  }

  miss(length: number): void {
    if (this.have < PROOF) {
      this.lose(length);
      return;
    }
    const inside = Math.min(length, this.total - this.got);
    this.piece(MISSING, inside);
    this.got += inside;
    this.isIncomplete = true;
    if (this.got === this.total) this.emit();
    if (length > inside) this.lose(length - inside);
  }

  end(): void {
    if (this.have >= PROOF) {
      this.piece(MISSING, this.total - this.got);
      this.isIncomplete = true;
      this.emit();
    }
    this.drop();
  }

  /** Bytes of the record with its mark; only the mark's while that is not complete. */
  private get total(): number {
    return this.have < MARK ? MARK : MARK + (((this.head[0]! << 24) | (this.head[1]! << 16) | (this.head[2]! << 8) | this.head[3]!) >>> 0);
  }

  /** Up to where bytes are taken without looking at them. */
  private get limit(): number {
    return this.got < MARK ? MARK : this.got < PROOF ? Math.min(PROOF, this.total) : this.total;
  }

  private isPlausible(): boolean {
    const length = this.total - MARK;
    if (length < PROOF - MARK || length > MAX_RECORD) return false;
    if (this.kind === UnitKind.kerberos) return isKerberos(this.head[MARK]!);
    return ((this.head[MARK]! << 8) | this.head[MARK + 1]!) === length;
  }

  private take(bytes: Uint8Array, from: number, length: number, position: number): void {
    this.piece(position, length);
    this.got += length;
    if (this.isIncomplete) return;
    if (this.have + length > this.head.length) {
      const larger = new Uint8Array(Math.max(256, 2 * this.head.length, this.have + length));
      larger.set(this.head.subarray(0, this.have));
      this.head = larger;
    }
    this.head.set(bytes.subarray(from, from + length), this.have);
    this.have += length;
  }

  /** Neighbouring bytes of one segment are one piece. */
  private piece(position: number, length: number): void {
    if (length === 0) return;
    const last = this.positions.length - 1;
    if (last >= 0 && position !== MISSING && this.positions[last]! + this.lengths[last]! === position) this.lengths[last]! += length;
    else {
      this.positions.push(position);
      this.lengths.push(length);
    }
  }

  private lose(length: number): void {
    const lost = this.got + length;
    this.drop();
    if (lost === 0) return;
    if (this.skipped === 0) this.skips++;
    this.skipped += lost;
    this.skippedBytes += lost;
  }

  private drop(): void {
    this.got = this.have = 0;
    this.head = new Uint8Array(0);
    this.positions = [];
    this.lengths = [];
    this.isIncomplete = false;
  }

  private emit(): void {
    const { unit } = this;
    unit.kind = this.kind;
    unit.stream = this.stream();
    unit.direction = this.direction;
    unit.data = new DataView(this.head.buffer);
    unit.start = 0;
    unit.available = this.have;
    unit.length = this.total;
    if (unit.positions.length < this.positions.length) {
      unit.positions = new Float64Array(2 * this.positions.length);
      unit.lengths = new Int32Array(unit.positions.length);
    }
    unit.positions.set(this.positions);
    unit.lengths.set(this.lengths);
    unit.pieces = this.positions.length;
    unit.isIncomplete = this.isIncomplete;
    unit.skipped = this.skipped;
    this.skipped = 0;
    this.drop();
    this.listener.unit(unit);
  }
}
