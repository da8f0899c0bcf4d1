import { Command } from '../../../../dissectors/smb2/header.ts';
import { extendPreauth, PREAUTH_START } from '../../../crypto/preauth.ts';
import { Flag } from '../../current.ts';
import type { Pass } from '../../pass.ts';
import { needsPreauth, type Origin } from '../keys.ts';
import { messageBytes } from './signed-message.ts';

const MAX_LINKS = 32;

/** A message of the chain that PreauthIntegrityHashValue is made of, and a name for it: `session-setup-request-1`. */
interface Link {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A hash that someone may have come to instead, and how. */
export interface OtherPreauth {
  readonly cause: string;
  readonly text: string;
  readonly hash: Buffer;
}

/** The PreauthIntegrityHashValue of an authentication; null where a message is missing, or the dialect has none. */
export function preauthOf(pass: Pass, origin: Origin): Buffer | null {
  const chain = chainOf(pass, origin);
  return chain === null ? null : hashOf(chain.links);
}

/** What the hash would be if messages had been left out, or others taken in. */
export function* otherPreauths(pass: Pass, origin: Origin): Generator<OtherPreauth> {
  const chain = chainOf(pass, origin);
  if (chain === null) return;
  const { links, final } = chain;
  for (const left of links)
    yield without(
      left.name,
      links.filter((link) => link !== left),
    );
  if (final !== null) yield { ...including(final.name), hash: hashOf([...links, final]) };
  yield without(
    'negotiate',
    links.filter((link) => !link.name.startsWith('negotiate')),
  );
  yield without(
    'session-setup',
    links.filter((link) => link.name.startsWith('negotiate')),
  );
  yield { cause: 'preauth-none', text: 'a preauthentication hash of zeros', hash: Buffer.from(PREAUTH_START) };
  const earlier = linksOf(pass, origin.earlier.slice(0, MAX_LINKS));
  if (earlier !== null && earlier.length > 0) yield { ...including('earlier-negotiate'), hash: hashOf([...earlier, ...links]) };
}

const without = (name: string, rest: readonly Link[]): OtherPreauth => ({
  cause: `preauth-without:${name}`,
  text: `a preauthentication hash without the ${spelled(name)}`,
  hash: hashOf(rest),
});

const including = (name: string): { cause: string; text: string } => ({
  cause: `preauth-with:${name}`,
  text: `a preauthentication hash that takes in the ${spelled(name)}`,
});

/** `session-setup-request-1` → `SESSION_SETUP Request 1`. */
const spelled = (name: string): string =>
  name
    .replace('session-setup', 'SESSION_SETUP')
    .replace('negotiate', 'NEGOTIATE')
    .replace('-request', ' Request')
    .replace('-response', ' Response')
    .replace(/-(\d)/, ' $1')
    .replace(/^(NEGOTIATE|SESSION_SETUP)$/, '$1 messages')
    .replace('earlier-', 'earlier ');

function hashOf(links: readonly Link[]): Buffer {
  let hash: Buffer = Buffer.from(PREAUTH_START);
  for (const { bytes } of links) hash = extendPreauth(hash, bytes);
  return hash;
}

/** The messages of MS-SMB2 3.2.5.3.1 in order, and the response that ends them, which doesn't count. */
function chainOf(pass: Pass, { agreed, negotiation, setup }: Origin): { links: Link[]; final: Link | null } | null {
  if (!needsPreauth(agreed.dialect) || setup.length === 0 || setup.length > MAX_LINKS) return null;
  const links = linksOf(pass, [...negotiation, ...setup]);
  if (links === null) return null;
  const isFinal = links[links.length - 1]!.name.includes('response');
  return { links: isFinal ? links.slice(0, -1) : links, final: isFinal ? links[links.length - 1]! : null };
}

function linksOf(pass: Pass, rows: readonly number[]): Link[] | null {
  const links: Link[] = [];
  let setups = 0;
  for (const row of rows) {
    const bytes = messageBytes(pass, row);
    if (bytes === null) return null;
    const isResponse = (pass.messages.flags[row]! & Flag.response) !== 0;
    const isSetup = pass.messages.command[row] === Command.SESSION_SETUP;
    if (isSetup && !isResponse) setups++;
    links.push({
      name: `${isSetup ? 'session-setup' : 'negotiate'}-${isResponse ? 'response' : 'request'}${isSetup ? `-${setups}` : ''}`,
      bytes,
    });
  }
  return links;
}
