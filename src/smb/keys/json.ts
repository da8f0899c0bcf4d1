import { UserError } from '../../bytes/user-error.ts';
import { cipherNames, signingNames } from './algorithms.ts';
import type { ChannelKeys, Credential, SessionKeys } from './material.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a keys file of our own says; `keytabs` are paths as written. */
export interface KeysFile {
  sessions: SessionKeys[];
  credentials: Credential[];
  keytabs: string[];
}

const SHORTEST = 1;
const LONGEST = 64;

/** Reads our own keys file. Throws a UserError that names the file and the member, and never quotes a value. */
export function parseKeysJson(text: string, file: string): KeysFile {
  const fail = (where: string, expected: string): never => {
    throw new UserError(`${file}: ${where} is not ${expected}`);
  };
  const list = (value: unknown, where: string): readonly unknown[] =>
    value === undefined || value === null ? [] : Array.isArray(value) ? value : fail(where, 'a list');
  const members = (value: unknown, where: string): Members =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : fail(where, 'an object');
  const string = (value: unknown, where: string): string | undefined =>
    value === undefined || value === null ? undefined : typeof value === 'string' ? value : fail(where, 'text');
  const key = (value: unknown, where: string, sizes?: readonly number[]): Buffer | undefined => {
    const digits = string(value, where);
    if (digits === undefined) return undefined;
    const expected = sizes === undefined ? 'a key in hex digits' : `${sizes.map((size) => size * 2).join(' or ')} hex digits`;
    if (!/^([0-9a-f]{2})+$/i.test(digits)) fail(where, expected);
    const size = digits.length / 2;
    if (sizes === undefined ? size < SHORTEST || size > LONGEST : !sizes.includes(size)) fail(where, expected);
    return Buffer.from(digits, 'hex');
  };
  const name = <T>(value: unknown, where: string, names: Readonly<Record<string, T>>): T | undefined => {
    const given = string(value, where);
    // What `keys` writes where it does not know.
    if (given === undefined || given === '') return undefined;
    return Object.hasOwn(names, given) ? names[given] : fail(where, `one of ${Object.keys(names).join(', ')}`);
  };
  const dialect = (value: unknown, where: string): number | undefined => {
    if (value === undefined || value === null || value === '') return undefined;
    const number = typeof value === 'string' ? Number(value) : value;
    return typeof number === 'number' && number >= 0x0202 && number <= 0xffff ? number : fail(where, 'a dialect as "0x0311"');
  };

  const channel = (value: unknown, where: string): ChannelKeys[] => {
    const from = members(value, where);
    const signingKey = key(from.channelSigningKey, `${where}.channelSigningKey`, [16]);
    const connection = string(from.connection, `${where}.connection`);
    if (signingKey === undefined || connection === undefined) return [];
    return [given({ connection, signingKey, signingAlgorithm: name(from.signingAlgorithm, `${where}.signingAlgorithm`, signingNames) })];
  };
  const session = (value: unknown, where: string): SessionKeys => {
    const from = members(value, where);
    return given({
      sessionId: readSessionId(string(from.sessionId, `${where}.sessionId`)) ?? fail(`${where}.sessionId`, 'an id as "0x0000000012345678"'),
      sessionKey: key(from.sessionKey, `${where}.sessionKey`),
      signingKey: key(from.signingKey, `${where}.signingKey`, [16]),
      applicationKey: key(from.applicationKey, `${where}.applicationKey`, [16]),
      encryptionKeyC2S: key(from.encryptionKeyC2S, `${where}.encryptionKeyC2S`, [16, 32]),
      encryptionKeyS2C: key(from.encryptionKeyS2C, `${where}.encryptionKeyS2C`, [16, 32]),
      dialect: dialect(from.dialect, `${where}.dialect`),
      signingAlgorithm: name(from.signingAlgorithm, `${where}.signingAlgorithm`, signingNames),
      cipher: name(from.cipher, `${where}.cipher`, cipherNames),
      channels: list(from.boundChannels, `${where}.boundChannels`).flatMap((each, i) => channel(each, `${where}.boundChannels[${i}]`)),
    });
  };
  const credential = (value: unknown, where: string): Credential => {
    const from = members(value, where);
    return given({
      user: string(from.user, `${where}.user`) ?? fail(`${where}.user`, 'text'),
      domain: string(from.domain, `${where}.domain`),
      password: string(from.password, `${where}.password`),
      ntHash: key(from.ntHash, `${where}.ntHash`, [16]),
    });
  };

  const whole = members(parse(text, file), 'it');
  const keytabs = Array.isArray(whole.keytab) ? whole.keytab : [whole.keytab];
  return {
    sessions: list(whole.sessions, 'sessions').map((each, i) => session(each, `sessions[${i}]`)),
    credentials: list(whole.credentials, 'credentials').map((each, i) => credential(each, `credentials[${i}]`)),
    keytabs: keytabs.flatMap((each, i) => string(each, keytabs.length > 1 ? `keytab[${i}]` : 'keytab') ?? []),
  };
}

/** A session id in hex, with or without 0x, as a number: 16 digits; null for anything else. */
export function readSessionId(text: string | undefined): string | null {
  const digits = /^(?:0x)?([0-9a-f]{1,16})$/i.exec(text ?? '')?.[1];
  return digits === undefined ? null : digits.toLowerCase().padStart(16, '0');
}

/** The parser's own message would quote the text, and with it a key. */
function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const line = position === undefined ? '' : ` (line ${text.slice(0, Number(position)).split('\n').length})`;
    throw new UserError(`${file} begins like JSON but is not${line}: expected an object with sessions, credentials or keytab`);
  }
}

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The members that have a value. */
function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}
