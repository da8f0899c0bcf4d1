import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../bytes/user-error.ts';
import { isKeytab, type KeytabEntry, readKeytab } from '../../crypto/kerberos/keytab.ts';
import { parseKeysJson, readSessionId } from './json.ts';
import { isSambaLog, isSmbinfo, parseSambaLog, parseSmbinfo } from './lines.ts';
import { type Credential, type KeyMaterial, mergeKeys, noKeys, type SessionKeys } from './material.ts';
import { isSeskeyList, parseSeskeyList } from './wireshark.ts';

const LARGEST = 256 * 2 ** 20;

/** The keys in a file of any of the forms that `--keys` takes; its content decides. Throws a UserError when it can't be read or is none of them. */
export function readKeysFile(path: string): KeyMaterial {
  const bytes = contentOf(path);
  if (isKeytab(bytes)) return { ...noKeys(), keytab: entriesOf(bytes, path) };
  return parseKeys(bytes.toString('utf8').replace(/^\ufeff/, ''), path);
}

/** The same of a text; `path` is named in errors, and its folder is where a keytab's path counts from. */
export function parseKeys(text: string, path: string): KeyMaterial {
  if (/^\s*{/.test(text)) {
    const { sessions, credentials, keytabs } = parseKeysJson(text, path);
    const keytab = keytabs.flatMap((each) => readKeytabFile(resolve(dirname(path), each)));
    return mergeKeys({ sessions, credentials, keytab });
  }
  if (isSambaLog(text)) return sessionsOf(parseSambaLog(text), path, 'a Samba log');
  if (isSmbinfo(text)) return sessionsOf(parseSmbinfo(text), path, 'the output of smbinfo keys');
  if (isSeskeyList(text)) return sessionsOf(parseSeskeyList(text), path, "Wireshark's smb2_seskey_list");
  throw new UserError(
    `${path} is no keys file: expected JSON, the output of smbinfo keys, a Samba log with "debug encryption = yes", Wireshark's smb2_seskey_list, or a keytab`,
  );
}

/** The entries of a keytab. Throws a UserError when it can't be read, is none, or holds nothing. */
export const readKeytabFile = (path: string): KeytabEntry[] => entriesOf(contentOf(path), path);

/** `SID:KEY` of the command line, both hex, the id as a number. */
export function parseSessionKeyOption(text: string): SessionKeys {
  const colon = text.indexOf(':');
  const sessionId = colon < 0 ? null : readSessionId(text.slice(0, colon));
  const key = text.slice(colon + 1);
  if (sessionId === null || !/^([0-9a-f]{32}|[0-9a-f]{64})$/i.test(key))
    throw new UserError('--session-key wants SID:KEY, the session id in hex and its key in 32 or 64 hex digits');
  return { sessionId, sessionKey: Buffer.from(key, 'hex'), channels: [] };
}

/** `[DOMAIN\]NAME` (or `NAME@DOMAIN`) of the command line with its password, or its NT hash in hex. */
export function parseCredentialOption(user: string, password: string | undefined, ntHash: string | undefined): Credential {
  if (password === undefined && ntHash === undefined) throw new UserError('--user wants --password or --nt-hash with it');
  if (ntHash !== undefined && !/^[0-9a-f]{32}$/i.test(ntHash)) throw new UserError('--nt-hash wants 32 hex digits');
  const slash = user.indexOf('\\');
  const at = slash < 0 ? user.lastIndexOf('@') : -1;
  const credential: Credential = { user: slash >= 0 ? user.slice(slash + 1) : at > 0 ? user.slice(0, at) : user };
  if (slash > 0) credential.domain = user.slice(0, slash);
  else if (at > 0) credential.domain = user.slice(at + 1);
  if (password !== undefined) credential.password = password;
  if (ntHash !== undefined) credential.ntHash = Buffer.from(ntHash, 'hex');
  return credential;
}

function sessionsOf(sessions: SessionKeys[], path: string, form: string): KeyMaterial {
  if (sessions.length === 0) throw new UserError(`${path} looks like ${form}, but no session in it has its id and a key`);
  return mergeKeys({ ...noKeys(), sessions });
}

function entriesOf(bytes: Uint8Array, path: string): KeytabEntry[] {
  const entries = readKeytab(bytes);
  if (entries.length === 0)
    throw new UserError(
      isKeytab(bytes) ? `${path} is a keytab without a whole entry` : `${path} is no keytab: expected the format of MIT Kerberos`,
    );
  return entries;
}

function contentOf(path: string): Buffer {
  try {
    const stat = statSync(path);
    if (stat.size > LARGEST) throw new UserError(`${path} is too large for a keys file: cut out the lines with the keys`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = { ENOENT: 'there is no such file', EACCES: 'permission denied', EISDIR: 'it is a folder' }[code] ?? code;
    throw new UserError(`can't read the keys in ${path}: ${reason}`);
  }
}
