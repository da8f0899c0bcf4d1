import { type encryptedParts, KerberosMessage } from '../../dissectors/auth/index.ts';
import { PaDataType } from '../../dissectors/tables/kerberos.ts';
import type { Node } from '../dissect/node.ts';
import { scan } from '../dissect/scan.ts';
import { nameFor } from '../dissect/show.ts';
import type { Struct } from '../dissect/struct.ts';

/** A cipher of a Kerberos message: where it lies, what opens it, and the table of what it holds. */
export interface Cipher {
  readonly offset: number;
  readonly size: number;
  readonly etype: number;
  /** Version of the key; undefined where the message doesn't say. */
  readonly kvno: number | undefined;
  readonly holds: keyof typeof encryptedParts;
  /** RFC 4120 7.5.1, RFC 6113 8; of a TGS-REP the one for the session key, 9 is for a subkey. */
  readonly keyUsage: number;
}

type Meaning = readonly [holds: Cipher['holds'], keyUsage: number];

/** By the groups around a cipher, innermost first. */
const meanings: Readonly<Record<string, Meaning>> = {
  'kerberos.ticket_element': ['EncTicketPart', 2],
  'kerberos.Ticket_element': ['EncTicketPart', 2],
  'kerberos.authenticator_element': ['Authenticator', 11],
  'kerberos.enc_authorization_data_element': ['AuthorizationData', 4],
  'kerberos.enc_fast_req_element': ['KrbFastReq', 51],
  'kerberos.enc_fast_rep_element': ['KrbFastResponse', 52],
  'kerberos.as_rep_element': ['EncASRepPart', 3],
  'kerberos.tgs_rep_element': ['EncTGSRepPart', 8],
  'kerberos.ap_rep_element': ['EncAPRepPart', 12],
  'kerberos.krb_priv_element': ['EncKrbPrivPart', 13],
  'kerberos.krb_cred_element': ['EncKrbCredPart', 14],
};

const TIMESTAMP: Meaning = ['PA_ENC_TS_ENC', 1];
const AUTHENTICATOR_OF_TGS_REQ: Meaning = ['Authenticator', 7];

const PA_DATA = 'kerberos.PA_DATA_element';
const wanted: ReadonlySet<string> = new Set([
  'kerberos.etype',
  'kerberos.kvno',
  'kerberos.cipher',
  'kerberos.padata_type',
  'kerberos.tgs_req_element',
  PA_DATA,
  ...Object.keys(meanings),
]);

interface Found {
  readonly node: Node;
  readonly etype: number;
  readonly kvno: number | undefined;
  meaning: Meaning | undefined;
}

/** The ciphers of the message, or of what `table` describes, in `from..to` in the order of its bytes; one that nothing here can open is left out. Never throws. */
export function ciphersOf(
  data: DataView,
  from: number,
  to: number,
  isResponse: boolean,
  table: Struct = KerberosMessage,
): readonly Cipher[] {
  const found: Found[] = [];
  let etype = 0;
  let kvno: number | undefined;
  let padata = 0;
  scan(table, data, from, from, to, Math.min(to, data.byteLength), { isResponse }, 0, wanted, (name, node) => {
    switch (name) {
      case 'kerberos.etype':
        etype = node.number;
        kvno = undefined;
        return;
      case 'kerberos.kvno':
        kvno = node.number;
        return;
      case 'kerberos.padata_type':
        padata = node.number;
        return;
      case 'kerberos.cipher':
        found.push({ node, etype, kvno, meaning: undefined });
        return;
    }
    for (const f of found)
      if (f.node.offset >= node.offset && f.node.offset < node.offset + node.size) f.meaning = meaningIn(node, f, padata);
  });
  return found.flatMap(({ node, etype, kvno, meaning }) =>
    meaning === undefined ? [] : [{ offset: node.offset, size: node.size, etype, kvno, holds: meaning[0], keyUsage: meaning[1] }],
  );
}

function meaningIn(group: Node, { meaning }: Found, padata: number): Meaning | undefined {
  const name = nameFor(group);
  if (meaning === undefined) return name === PA_DATA && padata === PaDataType['PA-ENC-TIMESTAMP'] ? TIMESTAMP : meanings[name];
  return name === 'kerberos.tgs_req_element' && meaning === meanings['kerberos.authenticator_element'] ? AUTHENTICATOR_OF_TGS_REQ : meaning;
}
