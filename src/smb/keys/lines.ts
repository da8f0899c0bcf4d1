import { cipherNames, cipherOf, signingAlgorithmOf } from './algorithms.ts';
import { type SessionKeys, sessionIdOfWire } from './material.ts';

type Key = 'sessionKey' | 'signingKey' | 'applicationKey' | 'encryptionKeyC2S' | 'encryptionKeyS2C';

/** What precedes a key in the texts of Samba, cifs-utils and the kernel: ServerIn is what the server decrypts with. */
const labels: Readonly<Record<string, Key>> = {
  'session key': 'sessionKey',
  'signing key': 'signingKey',
  'app key': 'applicationKey',
  'serverin key': 'encryptionKeyC2S',
  'serverout key': 'encryptionKeyS2C',
  'encryption key': 'encryptionKeyC2S',
  'decryption key': 'encryptionKeyS2C',
};

/** A line's key, by its label; null for a label of something else. Keys that are all zeros are of sessions without. */
function keyOf(label: string): Key | null {
  const known = label.toLowerCase().replace(/\s+/g, ' ').trim();
  return Object.hasOwn(labels, known) ? labels[known]! : null;
}

const isSet = (bytes: Uint8Array): boolean => bytes.some((byte) => byte !== 0);

const SAMBA_START = 'debug encryption: dumping generated session keys';
/** Two groups of eight bytes, "00 " each, with two spaces more between them; text follows. */
const DUMP_WIDTH = 16 * 3 + 2;
const SAMBA_LINE = /^\s*(?:(Session Id|Session Key|Signing Key|App Key|ServerIn Key|ServerOut Key)\s*)?\[[0-9A-F]{4}\] (.*)$/;
const SAMBA_NUMBER = /^\s*(Signing|Cipher) Algo: (\d+)\s*$/;

export const isSambaLog = (text: string): boolean => text.includes(SAMBA_START);

/**
 * The sessions of a log of smbd or of a client of Samba's, written with `debug encryption = yes`. Bytes are dumped as hex, 16 a line. The
 * session id is dumped as it lies in the machine's memory: as on the wire on a little-endian one.
 */
export function parseSambaLog(text: string): SessionKeys[] {
  const sessions: SessionKeys[] = [];
  for (let at = text.indexOf(SAMBA_START); at >= 0; at = text.indexOf(SAMBA_START, at + 1)) {
    const dumps = new Map<string, Buffer>();
    const numbers = new Map<string, number>();
    let label = '';
    for (const line of linesFrom(text, text.indexOf('\n', at) + 1)) {
      const number = SAMBA_NUMBER.exec(line);
      if (number !== null) {
        numbers.set(number[1]!, Number(number[2]));
        continue;
      }
      const dump = SAMBA_LINE.exec(line);
      if (dump === null) break;
      label = dump[1] ?? label;
      const bytes = Buffer.from(dump[2]!.slice(0, DUMP_WIDTH).replaceAll(' ', ''), 'hex');
      dumps.set(label, Buffer.concat([dumps.get(label) ?? Buffer.alloc(0), bytes]));
    }
    const id = dumps.get('Session Id');
    if (id?.length !== 8) continue;
    const session: SessionKeys = { sessionId: sessionIdOfWire(id), channels: [] };
    for (const [name, bytes] of dumps) {
      const key = keyOf(name);
      if (key !== null && isSet(bytes)) session[key] = bytes;
    }
    const signing = signingAlgorithmOf(numbers.get('Signing') ?? -1);
    const cipher = cipherOf(numbers.get('Cipher') ?? -1);
    if (signing !== undefined) session.signingAlgorithm = signing;
    if (cipher !== undefined) session.cipher = cipher;
    sessions.push(session);
  }
  return sessions;
}

/** A block is at most these many lines. */
const BLOCK = 24;

function linesFrom(text: string, start: number): string[] {
  const lines: string[] = [];
  for (let at = start; at > 0 && at < text.length && lines.length < BLOCK; ) {
    const end = text.indexOf('\n', at);
    lines.push(text.slice(at, end < 0 ? text.length : end).replace(/\r$/, ''));
    if (end < 0) break;
    at = end + 1;
  }
  return lines;
}

const SMBINFO_LINE =
  /^[ \t]*(Session Id|Cipher|Encryption|Session Key|Encryption Key|Decryption Key|ServerIn[ \t]+Key|ServerOut[ \t]+Key)[ \t]*:(.*)$/i;
const SMBINFO_ID = /^[ \t]*Session Id[ \t]*:(?:[ \t]*[0-9a-f]{2}){8}[ \t]*\r?$/im;

export const isSmbinfo = (text: string): boolean => SMBINFO_ID.test(text);

/**
 * The sessions in what `smbinfo keys` of cifs-utils prints: bytes in hex with spaces. The session id is as on the wire, the least
 * significant first. The older form says Encryption and Decryption key, 16 bytes each even where the cipher wants 32; the newer one ServerIn and ServerOut.
 */
export function parseSmbinfo(text: string): SessionKeys[] {
  const sessions: SessionKeys[] = [];
  let session: SessionKeys | undefined;
  for (const line of text.split('\n')) {
    const match = SMBINFO_LINE.exec(line);
    if (match === null) continue;
    const label = match[1]!.toLowerCase();
    const value = match[2]!.trim();
    if (label === 'cipher' || label === 'encryption') {
      const cipher = cipherNamed(value);
      if (session !== undefined && cipher !== undefined) session.cipher = cipher;
      continue;
    }
    const bytes = Buffer.from(value.replace(/\s/g, ''), 'hex');
    if (label === 'session id') {
      session = bytes.length === 8 ? { sessionId: sessionIdOfWire(bytes), channels: [] } : undefined;
      if (session !== undefined) sessions.push(session);
    } else if (session !== undefined && isSet(bytes)) session[keyOf(label)!] = bytes;
  }
  return sessions.filter(isWhole);
}

/** Whether an encryption key is as long as its cipher takes it; else the key of the session is what counts. */
function isWhole(session: SessionKeys): boolean {
  const size = session.cipher !== undefined && session.cipher > 2 ? 32 : 16;
  if (session.encryptionKeyC2S?.length !== size) delete session.encryptionKeyC2S;
  if (session.encryptionKeyS2C?.length !== size) delete session.encryptionKeyS2C;
  return session.sessionKey !== undefined || session.encryptionKeyC2S !== undefined;
}

/** "AES-128-GCM", or as older ones say it, "GCM encryption" and "SMB3.0 CCM encryption". */
function cipherNamed(text: string): number | undefined {
  for (const [name, cipher] of Object.entries(cipherNames)) if (text.includes(name)) return cipher;
  return text.includes('GCM') ? cipherNames['AES-128-GCM'] : text.includes('CCM') ? cipherNames['AES-128-CCM'] : undefined;
}
