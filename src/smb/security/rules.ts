import { Command } from '../../../dissectors/smb2/header.ts';
import { type Current, STATUS_PENDING } from '../current.ts';
import type { Session, Tree } from '../session.ts';
import type { Findings } from './findings.ts';
import { pack, Verdict } from './verdict.ts';

const GUEST_OR_NULL = 3;
const ENCRYPT_DATA = 4;
const SHARE_ENCRYPT_DATA = 0x8000;
const DIALECT_311 = 0x0311;

/** A session without a key to speak of. Some servers let nobody in without saying SMB2_SESSION_FLAG_IS_NULL. */
export const isNobody = ({ flags, identity }: Session): boolean => (flags & GUEST_OR_NULL) !== 0 || identity?.kind === 'anonymous';

/** A message in clear text that is not signed: its verdict, packed; what is wrong with that becomes a finding. */
export function unsigned(c: Current, session: Session, tree: Tree | null, findings: Findings): number {
  const { command, row } = c;
  if (session.establishedBy === 0 || session.establishedBy > row) return Verdict.none;
  if (command === Command.NEGOTIATE || command === Command.SESSION_SETUP || !c.hasMessageId || c.status === STATUS_PENDING)
    return Verdict.none;
  const sessionEncrypts = (session.flags & ENCRYPT_DATA) !== 0;
  const shareEncrypts = tree !== null && tree.connectedBy !== 0 && tree.connectedBy <= row && (tree.flags & SHARE_ENCRYPT_DATA) !== 0;
  if (sessionEncrypts || shareEncrypts) {
    const text = `in clear text, although ${sessionEncrypts ? 'the session' : 'the share'} demands encryption`;
    findings.add({ row, kind: 'clear-text', severity: 'warning', text, spec: c.isResponse ? 'MS-SMB2 3.3.4.1.4' : 'MS-SMB2 3.3.5.2.5' });
    return Verdict.none;
  }
  // MS-SMB2 3.2.5.1.3: neither an interim response nor a break has to be signed; both are behind us here.
  if (isNobody(session)) return Verdict.none;
  if (session.requiresSigning) {
    const text = 'not signed, although its session requires signing';
    findings.add({ row, kind: 'not-signed', severity: 'error', text, spec: c.isResponse ? 'MS-SMB2 3.2.5.1.3' : 'MS-SMB2 3.3.5.2.4' });
    return pack(Verdict.missing);
  }
  if (command !== Command.TREE_CONNECT || c.isResponse || c.connection!.agreed.dialect !== DIALECT_311) return Verdict.none;
  const text = 'neither signed nor encrypted, although a TREE_CONNECT of dialect 3.1.1 has to be';
  findings.add({ row, kind: 'not-signed', severity: 'error', text, spec: 'MS-SMB2 3.3.5.7' });
  return pack(Verdict.missing);
}
