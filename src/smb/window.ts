import type { Network } from '../net/network.ts';
import type { Pieces } from './columns.ts';

const SIZE = 65536;

/** A part of the capture that lies close to what was asked for before: small messages that follow each other are read at once. */
export class Window {
  readonly view: DataView;
  private readonly bytes = new Uint8Array(SIZE);
  private readonly network: Network;
  private from = Number.NaN;
  private to = Number.NaN;

  constructor(network: Network) {
    this.network = network;
    this.view = new DataView(this.bytes.buffer);
  }

  /** Where in `view` so many bytes lie, from `offset` of a piece on, until the next call; -1 where the piece has not all of them. */
  find({ positions, lengths }: Pieces, piece: number, offset: number, length: number): number {
    if (length > SIZE || offset + length > lengths[piece]! || positions[piece]! < 0) return -1;
    const position = positions[piece]! + offset;
    if (!(position >= this.from && position + length <= this.to)) {
      this.from = position;
      this.to = position + this.network.read(position, SIZE, this.bytes, 0);
      if (position + length > this.to) return -1;
    }
    return (position - this.from) | 0;
  }
}
