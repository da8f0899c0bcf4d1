import {
  CompressionChainedPayloadHeader,
  CompressionTransformHeader,
  CompressionTransformHeaderChained,
} from '../../dissectors/smb2/transform.ts';
import { Compression, decompress, MAX_DECOMPRESSED } from '../crypto/decompress.ts';

const SIZE = CompressionTransformHeader.at.OriginalCompressedSegmentSize;
const ALGORITHM = CompressionTransformHeader.at.CompressionAlgorithm;
const FLAGS = CompressionTransformHeader.at.Flags;
const OFFSET = CompressionTransformHeader.at.Offset;
const HEADER_SIZE = OFFSET + 4;
const CHAINED = 1;

const FIRST_PAYLOAD = CompressionTransformHeaderChained.at.CompressionPayloadHeaders;
const PAYLOAD_ALGORITHM = CompressionChainedPayloadHeader.at.CompressionAlgorithm;
const PAYLOAD_LENGTH = CompressionChainedPayloadHeader.at.Length;
const PAYLOAD_HEADER_SIZE = PAYLOAD_LENGTH + 4;
const MAX_PAYLOADS = 4096;

/** Whether the header at `at` is the chained variant, MS-SMB2 2.2.42.2: its Flags lie where the first payload's do. */
export const isChained = (data: DataView, at: number, end: number): boolean =>
  at + FLAGS + 2 <= end && (data.getUint16(at + FLAGS, true) & CHAINED) !== 0;

/**
 * The message inside a compression transform (MS-SMB2 3.1.5.3), whose header lies at `at`; null when it is damaged, its algorithm unknown,
 * or more than MAX_DECOMPRESSED bytes are announced.
 */
export function decompressMessage(data: DataView, at: number, end: number): Uint8Array | null {
  if (at + HEADER_SIZE > end) return null;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return isChained(data, at, end) ? chained(data, bytes, at, end) : unchained(data, bytes, at, end);
}

/** Offset bytes as they are, then the compressed rest. */
function unchained(data: DataView, bytes: Uint8Array, at: number, end: number): Uint8Array | null {
  const size = data.getUint32(at + SIZE, true);
  const plain = data.getUint32(at + OFFSET, true);
  const start = at + HEADER_SIZE;
  if (start + plain > end || plain + size > MAX_DECOMPRESSED) return null;
  const rest = decompress(data.getUint16(at + ALGORITHM, true), bytes.subarray(start + plain, end), size);
  if (rest === null || rest.length < size) return null;
  const whole = new Uint8Array(plain + size);
  whole.set(bytes.subarray(start, start + plain));
  whole.set(rest, plain);
  return whole;
}

/** Payloads one after the other, each with its own algorithm. */
function chained(data: DataView, bytes: Uint8Array, at: number, end: number): Uint8Array | null {
  const size = data.getUint32(at + SIZE, true);
  if (size > MAX_DECOMPRESSED) return null;
  const whole = new Uint8Array(size);
  let filled = 0;
  let offset = at + FIRST_PAYLOAD;
  for (let n = 0; n < MAX_PAYLOADS && offset + PAYLOAD_HEADER_SIZE <= end && filled < size; n++) {
    const algorithm = data.getUint16(offset + PAYLOAD_ALGORITHM, true);
    const length = data.getUint32(offset + PAYLOAD_LENGTH, true);
    const start = offset + PAYLOAD_HEADER_SIZE;
    if (start + length > end) return null;
    // Length counts OriginalPayloadSize too, which every algorithm but NONE and Pattern_V1 has.
    const hasSize = algorithm !== Compression.none && algorithm !== Compression.patternV1;
    if (hasSize && length < 4) return null;
    const expected = hasSize ? data.getUint32(start, true) : algorithm === Compression.none ? length : size - filled;
    const part = decompress(algorithm, bytes.subarray(start + (hasSize ? 4 : 0), start + length), Math.min(expected, size - filled));
    if (part === null) return null;
    whole.set(part, filled);
    filled += part.length;
    offset = start + length;
  }
  return filled === size ? whole : null;
}
