const RING = 256;
const MAX_WAITING = 65536;

/**
 * Requests that wait for their response, by MessageId, and responses that came before their request: a capture may hold them in either order.
 * MessageIds grow by one or a few, so that a ring finds nearly all; the rest wait in a map.
 */
export class Pending {
  private readonly ids = new Float64Array(RING).fill(Number.NaN);
  private readonly rows = new Uint32Array(RING);
  private readonly waiting = new Map<number, number>();
  private readonly orphans = new Map<number, number>();

  request(id: number, row: number): void {
    const slot = id % RING;
    const other = this.ids[slot]!;
    if (!Number.isNaN(other) && other !== id) keep(this.waiting, other, this.rows[slot]!);
    this.ids[slot] = id;
    this.rows[slot] = row;
  }

  /** The request for a response, or -1; an interim response leaves it waiting. */
  response(id: number, isInterim: boolean): number {
    const slot = id % RING;
    if (this.ids[slot] === id) {
      if (!isInterim) this.ids[slot] = Number.NaN;
      return this.rows[slot]!;
    }
    const row = this.waiting.get(id);
    if (row === undefined) return -1;
    if (!isInterim) this.waiting.delete(id);
    return row;
  }

  orphan(id: number, row: number): void {
    keep(this.orphans, id, row);
  }

  /** The response that came before this request, or -1. */
  takeOrphan(id: number): number {
    if (this.orphans.size === 0) return -1;
    const row = this.orphans.get(id);
    if (row === undefined) return -1;
    this.orphans.delete(id);
    return row;
  }
}

function keep(map: Map<number, number>, id: number, row: number): void {
  map.set(id, row);
  if (map.size > MAX_WAITING) for (const oldest of map.keys()) return void map.delete(oldest);
}
