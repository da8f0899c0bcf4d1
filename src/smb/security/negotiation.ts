import { ValidateNegotiateInfoRequest, ValidateNegotiateInfoResponse } from '../../../dissectors/fsctl/server.ts';
import { IoctlRequest, IoctlResponse } from '../../../dissectors/smb2/ioctl.ts';
import { NegotiateRequest, NegotiateResponse } from '../../../dissectors/smb2/negotiate.ts';
import type { Struct } from '../../dissect/struct.ts';
import { values } from '../../dissect/values.ts';
import { type Current, STATUS_SUCCESS } from '../current.ts';

/** What either side says of itself in NEGOTIATE, and again in VALIDATE_NEGOTIATE_INFO. */
export interface Introduction {
  readonly row: number;
  readonly Capabilities: number;
  readonly Guid: string;
  readonly SecurityMode: number;
  /** Those that the client offers, or the one that the server chose. */
  readonly dialects: readonly number[];
}

/** Of an SMB2_NEGOTIATE_CONTEXT what it lists, by its ContextType; undefined where the message has none of it. */
export interface Contexts {
  readonly hashes: readonly number[] | undefined;
  readonly ciphers: readonly number[] | undefined;
  readonly signing: readonly number[] | undefined;
}

/** The negotiation of a connection, and what became of it. */
export class Negotiation {
  readonly offer: Introduction & Contexts;
  answer: (Introduction & Contexts) | null = null;
  isValidated = false;
  /** Row plus one of the response that connected the first share for a user who signs; and whether requests came after it. */
  connectedBy = 0;
  goesOn = false;
  /** Messages of the connection could not be read. */
  isBlind = false;

  constructor(offer: Introduction & Contexts) {
    this.offer = offer;
  }
}

interface Read {
  readonly Capabilities?: number;
  readonly Guid?: string;
  readonly ClientGuid?: string;
  readonly ServerGuid?: string;
  readonly SecurityMode?: number;
  readonly Dialects?: readonly number[];
  readonly Dialect?: number;
  readonly DialectRevision?: number;
  readonly NegotiateContextList?: readonly { readonly Data?: ContextData }[];
}

interface ContextData {
  readonly HashAlgorithms?: readonly number[];
  readonly Ciphers?: readonly number[];
  readonly SigningAlgorithms?: readonly number[];
}

/** What a NEGOTIATE Request offers; null where it is cut short. */
export function offerOf(c: Current, highest: number): (Introduction & Contexts) | null {
  const read = readStruct(NegotiateRequest, c, c.at, c.body, c.end, { isResponse: false, dialect: 0, offers311: highest === 0x0311 });
  const said = introduction(c.row, read, read.ClientGuid, read.Dialects);
  return said === null ? null : { ...said, ...contexts(read) };
}

/** What a NEGOTIATE Response chooses; null where it is cut short, or refuses. */
export function answerOf(c: Current): (Introduction & Contexts) | null {
  if (c.status !== STATUS_SUCCESS || !c.has(NegotiateResponse.at.Capabilities, 4)) return null;
  const dialect = c.u16(NegotiateResponse.at.DialectRevision);
  const read = readStruct(NegotiateResponse, c, c.at, c.body, c.end, { isResponse: true, dialect, offers311: true });
  const said = introduction(c.row, read, read.ServerGuid, [dialect]);
  return said === null ? null : { ...said, ...contexts(read) };
}

/** What a VALIDATE_NEGOTIATE_INFO says; null where it is cut short. */
export function validationOf(c: Current): Introduction | null {
  const table = c.isResponse ? IoctlResponse : IoctlRequest;
  const [offset, count] = c.isResponse
    ? [IoctlResponse.at.OutputOffset, IoctlResponse.at.OutputCount]
    : [IoctlRequest.at.InputOffset, IoctlRequest.at.InputCount];
  if (!c.has(0, table.fixedSize)) return null;
  const from = c.at + c.u32(offset);
  const to = from + c.u32(count);
  if (to > c.end) return null;
  const inner: Struct = c.isResponse ? ValidateNegotiateInfoResponse : ValidateNegotiateInfoRequest;
  const read = readStruct(inner, c, from, from, to, { isResponse: c.isResponse });
  return introduction(c.row, read, read.Guid, c.isResponse && read.Dialect !== undefined ? [read.Dialect] : read.Dialects);
}

const readStruct = (table: Struct, c: Current, base: number, from: number, to: number, facts: object): Read =>
  values(table as never, c.data, base, from, to, facts as never) as Read;

function introduction(row: number, read: Read, guid: string | undefined, dialects: readonly number[] | undefined): Introduction | null {
  const { Capabilities, SecurityMode } = read;
  if (Capabilities === undefined || SecurityMode === undefined || guid === undefined || dialects === undefined) return null;
  return { row, Capabilities, SecurityMode, Guid: guid, dialects };
}

function contexts({ NegotiateContextList = [] }: Read): Contexts {
  const all = NegotiateContextList.map(({ Data }) => Data);
  return {
    hashes: all.find((d) => d?.HashAlgorithms !== undefined)?.HashAlgorithms,
    ciphers: all.find((d) => d?.Ciphers !== undefined)?.Ciphers,
    signing: all.find((d) => d?.SigningAlgorithms !== undefined)?.SigningAlgorithms,
  };
}
