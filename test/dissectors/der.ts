/** DER as it is written in a module: each word encodes one value. */
export type Der = Buffer;

function element(tag: number, ...contents: Buffer[]): Der {
  const body = Buffer.concat(contents);
  const n = body.length;
  const length = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : [0x82, n >> 8, n & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

export const sequence = (...members: Der[]): Der => element(0x30, ...members);
export const explicit = (number: number, value: Der): Der => element(0xa0 | number, value);
export const application = (number: number, ...value: Der[]): Der => element(0x60 | number, ...value);
export const octets = (value: string | Buffer): Der => element(0x04, typeof value === 'string' ? Buffer.from(value, 'hex') : value);
export const general = (text: string): Der => element(0x1b, Buffer.from(text));
export const utf8 = (text: string): Der => element(0x0c, Buffer.from(text));
export const time = (text: string): Der => element(0x18, Buffer.from(text));
export const bits = (hex: string): Der => element(0x03, Buffer.from(`00${hex}`, 'hex'));
export const oid = (hex: string): Der => element(0x06, Buffer.from(hex, 'hex'));
export const boolean = (value: boolean): Der => element(0x01, Buffer.from([value ? 0xff : 0]));
export const enumerated = (value: number): Der => element(0x0a, Buffer.from([value]));

export function integer(value: number): Der {
  const bytes = [value & 0xff];
  for (let rest = value >> 8; rest !== (bytes[0]! & 0x80 ? -1 : 0); rest >>= 8) bytes.unshift(rest & 0xff);
  return element(0x02, Buffer.from(bytes));
}

export const implicit = (number: number, value: string): Der => element(0x80 | number, Buffer.from(value, 'hex'));

export const SPNEGO = oid('2b0601050502');
export const KRB5 = oid('2a864886f712010202');
export const NTLMSSP = oid('2b06010401823702020a');
