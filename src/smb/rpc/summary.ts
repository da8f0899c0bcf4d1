import { PduType } from '../../../dissectors/rpc/pdu-header.ts';
import type { Operation } from '../../dissect/rpc.ts';
import { nameOf } from '../../dissect/show.ts';
import type { Pdu } from './association.ts';
import { interfaceOf } from './interfaces.ts';

const TITLES: Readonly<Record<string, string>> = {
  request: 'Request',
  response: 'Response',
  fault: 'Fault',
  bind: 'Bind',
  bind_ack: 'Bind Ack',
  bind_nak: 'Bind Nak',
  alter_context: 'Alter Context',
  alter_context_resp: 'Alter Context Response',
  auth3: 'Auth3',
  shutdown: 'Shutdown',
  co_cancel: 'Cancel',
  orphaned: 'Orphaned',
  rts: 'RTS',
};

const typeOf = (pdu: Pdu): string => TITLES[nameOf(PduType, pdu.header.type) ?? ''] ?? `PDU type ${pdu.header.type}`;
const isRequest = (pdu: Pdu): boolean => pdu.header.type === PduType.request;

/** `DCE/RPC Request, Call 2` */
export const pduTitle = (pdu: Pdu): string => `DCE/RPC ${typeOf(pdu)}, Call ${pdu.header.callId}`;

/** `Server Service, NetrShareEnum Request` */
export const operationTitle = (pdu: Pdu, operation: Operation | undefined): string =>
  `${interfaceOf(pdu.uuid, pdu.pipe)?.title ?? (pdu.uuid || 'Unknown interface')}, ${operation?.name ?? `Operation ${pdu.call?.opnum}`} ${isRequest(pdu) ? 'Request' : 'Response'}`;

/** What the PDUs of a message are: `srvsvc NetrShareEnum Request`, `Bind srvsvc`. */
export const pduSummary = (pdu: Pdu): string => {
  if (pdu.call === null) return `RPC ${typeOf(pdu)}`;
  const of = interfaceOf(pdu.uuid, pdu.pipe);
  const operation = of?.operations.get(pdu.call.opnum);
  const name = of?.name ?? 'RPC';
  return `${name} ${operation?.name ?? `Operation ${pdu.call.opnum}`} ${typeOf(pdu)}${pdu.fragments === null ? ' [fragment]' : ''}`;
};
