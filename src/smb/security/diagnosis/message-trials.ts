import { Header } from '../../../../dissectors/smb2/header.ts';
import { gmacNonce, HEADER, SIGNATURE, Signing } from '../../../crypto/signing.ts';
import { messageBytes, pairBytes, SIGNATURE_SIZE, type SignedMessage, trials } from './signed-message.ts';
import type { Family, Trial } from './trial.ts';

const ALIGNMENT = 8;
const { at: AT } = Header;
const ROLE = 8;
const SIGNED_FLAG = 8;
const MAX_UNIT = 2 ** 24;

/** Of the nonce of AES-GMAC, MS-SMB2 3.1.4.1: bit 0 the role, bit 1 for a CANCEL. */
function* otherNonces(m: SignedMessage): Generator<Trial> {
  const changes: readonly [number, string][] = [
    [1, 'the role of the other side'],
    [2, 'the bit of a CANCEL the other way'],
    [3, 'role and CANCEL bit the other way'],
  ];
  for (const [bits, what] of changes) {
    const nonce = gmacNonce(m.bytes);
    nonce[ROLE]! ^= bits;
    yield* trials(m, { cause: 'wrong-nonce', text: `signed with a nonce that has ${what}` }, { keys: gmacKeys(m), nonce });
  }
  const zero = Buffer.alloc(12);
  yield* trials(m, { cause: 'wrong-nonce', text: 'signed with a nonce of zeros' }, { keys: gmacKeys(m), nonce: zero });
}

const gmacKeys = (m: SignedMessage) => m.keys.filter(({ algorithm }) => algorithm === Signing.aesGmac);

/** Padding between the members of a compound belongs to the message before it, MS-SMB2 3.1.4.1. */
function* otherLengths(m: SignedMessage): Generator<Trial> {
  const { length } = m.bytes;
  for (let cut = 1; cut < ALIGNMENT && length - cut >= HEADER; cut++) {
    const text = `signed without the last ${cut} of its bytes, as if they were padding that does not count`;
    yield* trials(m, { cause: 'padding', text }, { bytes: m.bytes.subarray(0, length - cut) });
  }
  for (let more = 1; more < ALIGNMENT; more++) {
    const text = `signed with ${more} more bytes of padding than it has`;
    yield* trials(m, { cause: 'padding', text }, { bytes: Buffer.concat([m.bytes, Buffer.alloc(more)]) });
  }
  const compound = restOfCompound(m);
  if (compound !== null)
    yield* trials(m, { cause: 'compound', text: 'signed together with the messages of the compound behind it' }, { bytes: compound });
}

function restOfCompound({ pass, row, bytes }: SignedMessage): Buffer | null {
  const { messages: m } = pass;
  const rest: Buffer[] = [bytes];
  let size = bytes.length;
  for (let next = row + 1; next < m.count && m.unit[next] === m.unit[row] && size < MAX_UNIT; next++) {
    const more = messageBytes(pass, next);
    if (more === null) return null;
    rest.push(more);
    size += more.length;
  }
  return rest.length === 1 ? null : Buffer.concat(rest);
}

interface HeaderField {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** Fields that are filled in last, and so perhaps after signing. */
const lateFields: readonly HeaderField[] = [
  { name: 'CreditCharge', offset: AT.CreditCharge, size: 2 },
  { name: 'Status', offset: AT.Status, size: 4 },
  { name: 'CreditRequest', offset: AT.CreditRequest, size: 2 },
  { name: 'NextCommand', offset: AT.NextCommand, size: 4 },
  { name: 'TreeId', offset: AT.TreeId, size: 4 },
  { name: 'SessionId', offset: AT.SessionId, size: 8 },
];

/** What a request and its response have in common. */
const pairFields: readonly HeaderField[] = [
  { name: 'Command', offset: AT.Command, size: 2 },
  { name: 'MessageId', offset: AT.MessageId, size: 8 },
  { name: 'TreeId', offset: AT.TreeId, size: 4 },
];

function* otherHeaders(m: SignedMessage): Generator<Trial> {
  for (const { name, offset, size } of lateFields) {
    const bytes = Buffer.from(m.bytes);
    bytes.fill(0, offset, offset + size);
    if (!bytes.equals(m.bytes)) yield* trials(m, { cause: `header:${name}`, text: `signed while its ${name} was still 0` }, { bytes });
  }
  const unflagged = Buffer.from(m.bytes);
  unflagged[AT.Flags]! &= ~SIGNED_FLAG;
  yield* trials(m, { cause: 'header:Flags', text: 'signed before SMB2_FLAGS_SIGNED was set' }, { bytes: unflagged });
  const other = pairBytes(m.pass, m.row);
  for (const { name, offset, size } of other === null ? [] : pairFields) {
    const bytes = Buffer.from(m.bytes);
    bytes.set(other!.subarray(offset, offset + size), offset);
    const text = `its ${name} was changed: with that of its ${m.isResponse ? 'request' : 'response'} it verifies`;
    if (!bytes.equals(m.bytes)) yield* trials(m, { cause: `header:${name}`, text }, { bytes });
  }
  yield* otherSessionId(m);
}

function* otherSessionId(m: SignedMessage): Generator<Trial> {
  const { idLow, idHigh } = m.channel.session;
  const named = Buffer.from(m.bytes);
  named.writeUInt32LE(idLow, AT.SessionId);
  named.writeUInt32LE(idHigh, AT.SessionId + 4);
  if (!named.equals(m.bytes))
    yield* trials(
      m,
      { cause: 'header:SessionId', text: 'its SessionId was changed: with that of the session on its connection it verifies' },
      { bytes: named },
    );
}

/** The Signature field counts as zeros; some leave in it what was there before. */
function* otherSignatureFields(m: SignedMessage): Generator<Trial> {
  const other = pairBytes(m.pass, m.row);
  if (other === null || other.length < HEADER) return;
  const bytes = Buffer.from(m.bytes);
  bytes.set(other.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE), SIGNATURE);
  if (!bytes.equals(m.bytes))
    yield* trials(
      m,
      { cause: 'signature-not-zeroed', text: `signed while its Signature field held that of its ${m.isResponse ? 'request' : 'response'}` },
      { bytes },
    );
}

export const sessionIdTrials: readonly Family<SignedMessage>[] = [
  { tried: "the SessionId of its connection's sessions", trials: otherSessionId },
];

export const messageTrials: readonly Family<SignedMessage>[] = [
  { tried: 'other nonces', trials: otherNonces },
  { tried: 'more and less padding', trials: otherLengths },
  { tried: 'header fields as they may have been before', trials: otherHeaders },
  { tried: 'a Signature field that was not zero', trials: otherSignatureFields },
];
