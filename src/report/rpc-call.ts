import { littlePdus } from '../../dissectors/rpc/pdu.ts';
import { PduType } from '../../dissectors/rpc/pdu-header.ts';
import { nameOf } from '../dissect/show.ts';
import type { Struct } from '../dissect/struct.ts';
import { UnitFlag } from '../smb/columns.ts';
import { elapsed, frameOf } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { type Called, faultOf, type Parameters, parameters } from '../smb/rpc/calls.ts';

/** A call as reports show it. */
export interface CallModel {
  /** Of the request. */
  readonly frame: number;
  readonly message: number;
  /** Message number of the answer; 0 when it is not in the capture. */
  readonly answer: number;
  readonly operation: string;
  /** What it returned, or the fault; empty when the answer is missing or encrypted. */
  readonly status: string;
  /** Seconds until the answer. */
  readonly latency: string | undefined;
}

/** A call with what was read of it. */
export interface ReadCall {
  readonly model: CallModel;
  readonly in: Parameters;
  readonly out: Parameters;
  /** undefined when it is not known. */
  readonly status: number | undefined;
  readonly isFault: boolean;
}

export function readCall(pass: Pass, called: Called): ReadCall {
  const { request, response, operation } = called;
  const out = parameters(pass, called, response);
  const fault = faultOf(pass, called);
  const returned = typeof out.ReturnValue === 'number' ? out.ReturnValue : undefined;
  const status = fault === undefined ? text(operation.response, 'ReturnValue', returned) : `fault ${text(faultTable, 'status', fault)}`;
  const latency = response === null ? undefined : elapsed(pass, request.row, response.row);
  return {
    model: {
      frame: frameOf(pass, request.row),
      message: request.row + 1,
      answer: response === null ? 0 : response.row + 1,
      operation: operation.name,
      status,
      latency,
    },
    in: parameters(pass, called, request),
    out,
    status: fault ?? returned,
    isFault: fault !== undefined,
  };
}

const faultTable: Struct = littlePdus[PduType.fault];

/** The constant that a value of a row is, else the value; empty for none. */
export function text(table: Struct | null, key: string, value: unknown): string {
  if (typeof value !== 'number' || table === null) return '';
  const names = table.fields[table.fieldNames.indexOf(key)]?.names;
  return (names && nameOf(names, value)) ?? `0x${value.toString(16).padStart(8, '0')}`;
}

/** Address and port of both sides of a call. */
export function sidesOf(pass: Pass, { request }: Called): { client: string; server: string } {
  const { units, messages, network } = pass;
  const unit = messages.unit[request.row]!;
  const stream = network.streams[units.stream[unit]!]!;
  const from = (units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 : 0;
  return { client: stream.endpoint(from), server: stream.endpoint(from === 0 ? 1 : 0) };
}

/** Who sent a message, as the session says that carries it; empty while unknown. */
export function userOf(pass: Pass, row: number): string {
  const key = pass.messages.session[row]!;
  if (key === 0) return '';
  const s = pass.smb2.sessions[key - 1]!;
  const { user = '', domain = '' } = (s.elsewhere ?? s).identity ?? {};
  return domain === '' ? user : `${domain}\\${user}`;
}

/** `192.0.2.10` of `192.0.2.10:445`. */
export const hostOf = (endpoint: string): string => endpoint.slice(0, endpoint.lastIndexOf(':')).replace(/^\[|\]$/g, '');

/** The last part of `\\server\share\`. */
export const lastOf = (path: string): string => path.replace(/\\+$/, '').split('\\').pop()!;

export const string = (value: unknown): string => (typeof value === 'string' ? value : '');
