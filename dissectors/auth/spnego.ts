import { byStart, names, nested } from '../../src/dissect/field.ts';
import { bitString, choice, enumerated, explicit, generalString, octetString, oid, sequence, sequenceOf } from '../../src/dissect/asn1.ts';
import type { Direction } from '../../src/dissect/walk.ts';
import type { TokenFacts } from '../facts.ts';
import { kerberosTokens } from './kerberos/gss.ts';
import { mechanisms } from './mechanisms.ts';
import { negoexTokens } from './negoex.ts';
import { ntlmsspMessages, ntlmsspSignature } from './ntlmssp/index.ts';

/** A mechanism's token says by its first octets whose it is. */
const token = byStart({ ...ntlmsspMessages, ...negoexTokens, ...kerberosTokens });
const mic   = byStart({ ...ntlmsspSignature, ...ntlmsspMessages, ...kerberosTokens });

const mechTypes = sequenceOf('spnego.mechTypes', { MechType: oid('spnego.MechType', mechanisms) });
const mechToken = octetString('spnego.mechToken').holds(token);

const reqFlags = bitString('spnego.reqFlags', {
  delegFlag:    [0, 'spnego.ContextFlags.delegFlag'],
  mutualFlag:   [1, 'spnego.ContextFlags.mutualFlag'],
  replayFlag:   [2, 'spnego.ContextFlags.replayFlag'],
  sequenceFlag: [3, 'spnego.ContextFlags.sequenceFlag'],
  anonFlag:     [4, 'spnego.ContextFlags.anonFlag'],
  confFlag:     [5, 'spnego.ContextFlags.confFlag'],
  integFlag:    [6, 'spnego.ContextFlags.integFlag'],
});

const mechListMIC = octetString('spnego.mechListMIC')
  .tells('spnego.x.mechlistmic.verdict', (t: TokenFacts) => t.security?.mechListMic)
  .holds(mic);

const NegTokenInit = sequence('RFC 4178 4.2.1', 'NegTokenInit', {
  mechTypes:   explicit(0, mechTypes),
  reqFlags:    explicit(1, reqFlags),
  mechToken:   explicit(2, mechToken),
  mechListMIC: explicit(3, mechListMIC),
});

const NegHints = sequence('MS-SPNG 2.2.1', 'NegHints', {
  hintName:    explicit(0, generalString('spnego.hintName')),
  hintAddress: explicit(1, octetString('spnego.hintAddress')),
});

const NegTokenInit2 = sequence('MS-SPNG 2.2.1', 'NegTokenInit2', {
  mechTypes:   explicit(0, mechTypes),
  reqFlags:    explicit(1, reqFlags),
  mechToken:   explicit(2, mechToken),
  negHints:    explicit(3, nested('spnego.negHints_element', NegHints)),
  mechListMIC: explicit(4, mechListMIC),
});

const NegState = { 'accept-completed': 0, 'accept-incomplete': 1, reject: 2, 'request-mic': 3 };

const NegTokenResp = sequence('RFC 4178 4.2.2', 'NegTokenResp', {
  negState:      explicit(0, enumerated('spnego.negResult', names(NegState))),
  supportedMech: explicit(1, oid('spnego.supportedMech', mechanisms)),
  responseToken: explicit(2, octetString('spnego.responseToken').holds(token)),
  mechListMIC:   explicit(3, mechListMIC),
});

/** An acceptor that speaks first sends hints, MS-SPNG 3.2.5.2. */
const byInitiator = (d: Direction) => !d.isResponse;
const byAcceptor  = (d: Direction) => d.isResponse;

export const NegotiationToken = choice('RFC 4178 4.2', 'SPNEGO', {
  negTokenInit:  explicit(0, nested('spnego.negTokenInit_element', NegTokenInit)).if(byInitiator),
  negTokenInit2: explicit(0, nested('spnego.negTokenInit_element', NegTokenInit2)).if(byAcceptor),
  negTokenResp:  explicit(1, nested('spnego.negTokenTarg_element', NegTokenResp)),
}, { abbrev: 'spnego' });
