const RING = 256;
const MAX_WAITING = 65536;
const FREE = -1;

/**
 * Requests that wait for their response, by MessageId, and responses that came before their request: a capture may hold them in either order.
 * MessageIds, here as two signed words, grow by one or a few, so that a ring finds nearly all; the rest wait in a map.
 */
export class Pending {
  private readonly lows = new Int32Array(RING);
  private readonly highs = new Int32Array(RING);
  /** Row of the request in a place of the ring; FREE for none. */
  private readonly rows = new Int32Array(RING).fill(FREE);
  private readonly waiting = new Map<number, number>();
  private readonly orphans = new Map<number, number>();

  request(low: number, high: number, row: number): void {
    const slot = low & (RING - 1);
    const other = this.rows[slot]!;
    if (other !== FREE && (this.lows[slot] !== low || this.highs[slot] !== high))
      keep(this.waiting, idOf(this.lows[slot]!, this.highs[slot]!), other);
    this.lows[slot] = low;
    this.highs[slot] = high;
    this.rows[slot] = row;
  }

  /** The request for a response, or -1; an interim response leaves it waiting. */
  response(low: number, high: number, isInterim: boolean): number {
    const slot = low & (RING - 1);
    const row = this.rows[slot]!;
    if (row === FREE || this.lows[slot] !== low || this.highs[slot] !== high) return this.late(idOf(low, high), isInterim);
    if (!isInterim) this.rows[slot] = FREE;
    return row;
  }

  private late(id: number, isInterim: boolean): number {
    const row = this.waiting.get(id);
    if (row === undefined) return -1;
    if (!isInterim) this.waiting.delete(id);
    return row;
  }

  orphan(low: number, high: number, row: number): void {
    keep(this.orphans, idOf(low, high), row);
  }

  /** The response that came before this request, or -1. */
  takeOrphan(low: number, high: number): number {
    if (this.orphans.size === 0) return -1;
    const id = idOf(low, high);
    const row = this.orphans.get(id);
    if (row === undefined) return -1;
    this.orphans.delete(id);
    return row;
  }
}

const idOf = (low: number, high: number): number => high * 2 ** 32 + low;

function keep(map: Map<number, number>, id: number, row: number): void {
  map.set(id, row);
  if (map.size > MAX_WAITING) for (const oldest of map.keys()) return void map.delete(oldest);
}
