import { SIGNATURE } from '../../crypto/signing.ts';
import { Flag } from '../current.ts';
import type { Pass } from '../pass.ts';
import { pack, Verdict, verdictOf } from './verdict.ts';

const STATUS_ERROR = 0xc0000000;

/** Looks again at every bad signature and tag: what it is instead, and what was tried, becomes a finding. */
export function diagnose(pass: Pass): void {
  const { messages: m, security } = pass;
  if (security.isDiagnosed) return;
  security.isDiagnosed = true;
  for (let row = 0; row < m.count; row++) {
    if (verdictOf(m.verdict[row]!) !== Verdict.bad) continue;
    if (isEcho(pass, row)) m.verdict[row] = pack(Verdict.echo);
    else
      security.findings.add({
        row,
        kind: 'signature-bad',
        severity: 'error',
        text: 'no known key makes its signature',
        spec: 'MS-SMB2 3.1.5.1',
      });
  }
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
    Buffer.compare(own.subarray(SIGNATURE, SIGNATURE + 16), other.subarray(SIGNATURE, SIGNATURE + 16)) === 0
  );
}
