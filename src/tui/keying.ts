import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { Inside } from '../smb/columns.ts';
import { type KeyMaterial, noKeys } from '../smb/keys/material.ts';
import { parseCredentialOption, parseSessionKeyOption, readKeysFile } from '../smb/keys/read.ts';
import type { Pass } from '../smb/pass.ts';
import { Verdict, verdictOf } from '../smb/security/verdict.ts';
import type { Contents } from './contents.ts';
import { firstState, type State } from './state.ts';
import { counted } from './status.ts';

/** Reads the capture again from its beginning, with these keys besides those that it had. */
export type Reopen = (more: KeyMaterial) => Promise<Pass>;

const SESSION_KEY = /^(0x)?[\da-f]{1,16}:([\da-f]{32}|[\da-f]{64})$/i;
const NT_HASH = /^[\da-f]{32}$/i;

/** Keys as they are typed: `SID:KEY`, `[DOMAIN\]NAME:PASSWORD` (or its NT hash), or the path of a keys file or keytab. Throws a UserError. */
export function typedKeys(text: string): KeyMaterial {
  const path = text.replace(/^~(?=\/)/, homedir());
  const colon = text.indexOf(':');
  if (SESSION_KEY.test(text)) return { ...noKeys(), sessions: [parseSessionKeyOption(text)] };
  if (colon <= 0 || existsSync(path)) return readKeysFile(path);
  const secret = text.slice(colon + 1);
  const isHash = NT_HASH.test(secret);
  const credential = parseCredentialOption(text.slice(0, colon), isHash ? undefined : secret, isHash ? secret : undefined);
  return { ...noKeys(), credentials: [credential] };
}

/** What is shown of keys while they are typed: not what comes behind a colon. */
export const masked = (text: string): string => text.replace(/:.*/, (secret) => `:${'•'.repeat(secret.length - 1)}`);

/** What the keys came to, for the status line. */
export function outcome({ messages: m, security, isDone }: Pass): string {
  let verified = 0;
  let decrypted = 0;
  for (let row = 0; row < m.count; row++) {
    if (verdictOf(m.verdict[row]!) === Verdict.ok) verified++;
    if ((m.source[row]! & Inside.decrypted) !== 0) decrypted++;
  }
  if (verified + decrypted === 0 && !isDone) return 'These keys open and verify nothing so far; what comes is tried with them.';
  if (verified + decrypted === 0 && security.hasKeys)
    return 'These keys open and verify nothing: S shows the sessions and what is known of each.';
  return `Verified: ${counted(verified, 'signature')}. Decrypted: ${counted(decrypted, 'message')}.`;
}

/** The state over another pass of the same capture: units are the same, what is in them may be more. */
export function carried(state: State, from: Contents, to: Contents): State {
  const { places } = firstState(state.columns, state.rows);
  const marks = Object.fromEntries(Object.entries(state.marks).map(([key, row]) => [key, sameIn(to, row, from)]));
  const selected = sameIn(to, state.selected, from);
  return { ...state, selected, places, opened: {}, scope: null, hunt: null, cursor: null, marks, path: '' };
}

/** A message of one pass in another: the same member of the same unit, or its last one. */
function sameIn(to: Contents, row: number, from: Contents): number {
  const unit = from.pass.messages.unit[row] ?? 0;
  const member = row - from.pass.messages.firstOf(unit);
  const first = to.pass.messages.firstOf(unit);
  const end = to.pass.messages.firstOf(unit + 1);
  return Math.max(0, Math.min(first + member, end - 1));
}
