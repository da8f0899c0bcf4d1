import { SIGNATURE } from '../../crypto/signing.ts';
import { Flag } from '../current.ts';
import type { Pass } from '../pass.ts';
import { pack, Verdict, verdictOf } from './verdict.ts';

const STATUS_ERROR = 0xc0000000;
const SIGNATURE_SIZE = 16;

/** Tells echoes from bad signatures: some servers leave an error response the header of its request. */
export function markEchoes(pass: Pass): void {
  const { messages: m } = pass;
  for (let row = 0; row < m.count; row++)
    if (verdictOf(m.verdict[row]!) === Verdict.bad && isEcho(pass, row)) m.verdict[row] = pack(Verdict.echo);
}

/** An error response that carries its request's signature byte for byte. */
function isEcho(pass: Pass, row: number): boolean {
  const { messages: m } = pass;
  const request = m.pair[row]! - 1;
  if ((m.flags[row]! & Flag.response) === 0 || request < 0 || m.status[row]! < STATUS_ERROR) return false;
  const own = pass.bytesOf(row);
  const other = pass.bytesOf(request);
  return (
    own !== null &&
    other !== null &&
    Buffer.compare(own.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE), other.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE)) === 0
  );
}
