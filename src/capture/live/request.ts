/** What is to be captured, and how. */
export interface Request {
  readonly interface: string;
  /** In the syntax of pcap-filter(7); empty for everything. */
  readonly filter: string;
  /** Frames after which to stop; 0 for never. */
  readonly frames: number;
  /** Seconds after which to stop; 0 for never. */
  readonly seconds: number;
  readonly ring: RingSize | undefined;
  /** Where the capture is kept; undefined for a temporary file. */
  readonly path: string | undefined;
  /** The only back-end to try. */
  readonly backend: BackendName | undefined;
}

/** A file of a ring is full at so many kB (1000 bytes); the oldest is removed when there are more than `files`. */
export interface RingSize {
  readonly kilobytes: number;
  readonly files: number;
}

/** In the order in which they are tried. */
export const backendNames = ['dumpcap', 'tcpdump', 'cap'] as const;
export type BackendName = (typeof backendNames)[number];
