import { securityToken } from '../../dissectors/auth/index.ts';
import { bytes } from '../dissect/field.ts';
import { scan } from '../dissect/scan.ts';
import { readValue } from '../dissect/show.ts';
import { struct } from '../dissect/struct.ts';

/** Bytes of a buffer. */
export interface Place {
  readonly offset: number;
  readonly size: number;
}

/** What a security buffer holds, whatever is wrapped around it; offsets count as those of the buffer do. */
export interface Tokens {
  /** The NTLM message: NEGOTIATE, CHALLENGE or AUTHENTICATE. */
  readonly ntlmssp?: Place;
  /** The Kerberos message with its APPLICATION tag: AP-REQ, AP-REP or KRB-ERROR. */
  readonly kerberos?: Place;
  /** Mechanisms that are offered, in order of preference, and the one that is agreed on; dotted. */
  readonly mechTypes: readonly string[];
  readonly supportedMech?: string;
  /** The contents of the SEQUENCE OF mechTypes; mechListMIC is computed over it with its header. */
  readonly mechTypeList?: Place;
  readonly mechListMIC?: Place;
  /** NegState: 0 completed, 1 incomplete, 2 rejected, 3 a MIC is asked for. */
  readonly negState?: number;
}

const Buffer = struct('RFC 2743 3.1', 'security buffer', { Token: bytes('token').holds(securityToken) });

const wanted: ReadonlySet<string> = new Set([
  'ntlmssp',
  'kerberos',
  'spnego.mechTypes',
  'spnego.MechType',
  'spnego.supportedMech',
  'spnego.mechListMIC',
  'spnego.negResult',
]);

/** Finds the tokens in `from..to` of a message; the first of a kind counts. Never throws. */
export function tokensOf(data: DataView, from: number, to: number, isResponse: boolean): Tokens {
  const found: { -readonly [K in keyof Tokens]: Tokens[K] } & { mechTypes: string[] } = { mechTypes: [] };
  const end = Math.min(to, data.byteLength);
  scan(Buffer, data, from, from, to, end, { isResponse }, 0, wanted, (name, n) => {
    const place = { offset: n.offset, size: n.size };
    const text = () => readValue(n.field!, data, n.offset, n.size, n.number) as string;
    switch (name) {
      case 'ntlmssp':
        found.ntlmssp ??= place;
        break;
      case 'kerberos':
        found.kerberos ??= place;
        break;
      case 'spnego.mechTypes':
        found.mechTypeList ??= place;
        break;
      case 'spnego.MechType':
        found.mechTypes.push(text());
        break;
      case 'spnego.supportedMech':
        found.supportedMech ??= text();
        break;
      case 'spnego.mechListMIC':
        found.mechListMIC ??= place;
        break;
      default:
        found.negState ??= n.number;
    }
  });
  return found;
}
