import { type SessionKeys, sessionIdOfWire } from './material.ts';

/** Session id, session key, server to client, client to server: bare hex, or quoted, or nothing. Older versions had the first two. */
const LINE = /^"?([0-9a-f]{16})"?,"?((?:[0-9a-f]{2})*)"?(?:,"?((?:[0-9a-f]{2})*)"?,"?((?:[0-9a-f]{2})*)"?)?$/i;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));

/** Whether the first line that is no comment is one of Wireshark's. */
export const isSeskeyList = (text: string): boolean => LINE.test(linesOf(text.slice(0, 4096))[0] ?? '');

/**
 * The sessions of Wireshark's `smb2_seskey_list`: a table of its preferences, four columns. The session id is its 8 bytes as on the wire,
 * the least significant first. Lines that are none of the table's are left out.
 */
export function parseSeskeyList(text: string): SessionKeys[] {
  return linesOf(text).flatMap((line) => {
    const match = LINE.exec(line);
    if (match === null) return [];
    const session: SessionKeys = { sessionId: sessionIdOfWire(Buffer.from(match[1]!, 'hex')), channels: [] };
    if (match[2]) session.sessionKey = Buffer.from(match[2], 'hex');
    if (match[3]) session.encryptionKeyS2C = Buffer.from(match[3], 'hex');
    if (match[4]) session.encryptionKeyC2S = Buffer.from(match[4], 'hex');
    return match[2] || match[3] || match[4] ? [session] : [];
  });
}
