import { KerberosMessage } from '../../dissectors/auth/index.ts';
import { scan } from '../dissect/scan.ts';
import { type Unit, UnitKind } from '../net/unit.ts';
import { type Messages, Protocol } from './columns.ts';
import type { KerberosKeys } from './security/kerberos-keys.ts';

/** Of a message over TCP the record mark stands before it. */
export const RECORD_MARK = 4;

const TCP = 6;
const APPLICATION_TAG = 0x1f;
const KRB_ERROR = 30;
const REPLIES: readonly number[] = [11, 13, 15, 17, KRB_ERROR];
const error: ReadonlySet<string> = new Set(['kerberos.error_code']);

/** Adds the row of a Kerberos message: its command is the number of its APPLICATION tag, its detail the code of a KRB-ERROR. */
export function kerberosMessage(messages: Messages, unit: number, u: Unit, keys: KerberosKeys): void {
  const row = messages.add(unit, 0, u.length, u.kind === UnitKind.kerberos ? Protocol.kerberos : Protocol.password);
  const { data, start, available } = u;
  const at = start + (u.stream!.protocol === TCP ? RECORD_MARK : 0);
  const end = start + available;
  if (u.kind !== UnitKind.kerberos || at >= end) return;
  const type = data.getUint8(at) & APPLICATION_TAG;
  messages.command[row] = type;
  messages.flags[row] = isReply(type) ? 1 : 0;
  // What is opened here opens what comes after it.
  keys.open(row, data, at, end, isReply(type));
  if (type === KRB_ERROR)
    scan(KerberosMessage, data, at, at, start + u.length, end, { isResponse: true }, 0, error, (_, node) => {
      messages.detail[row] = node.number;
    });
}

export const isReply = (type: number): boolean => REPLIES.includes(type);
