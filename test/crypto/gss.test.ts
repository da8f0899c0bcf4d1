import { describe, expect, test } from 'vitest';
import { encryptionType, Usage } from '../../src/crypto/kerberos/encryption.ts';
import { unwrapGss, verifyGssMic } from '../../src/crypto/kerberos/gss.ts';
import { unwrapRc4, verifyRc4Mic } from '../../src/crypto/kerberos/gss-rc4.ts';
import { hex } from './vectors.ts';

const key = (size: number): Buffer => Buffer.from(Array.from({ length: size }, (_, i) => i));
const message = Buffer.from('stub data of seventeen..').subarray(0, 17);

/** Tokens and data in DCE style as an implementation in Python makes them. It pads the data itself, and counts that as EC. */
const sealed = [
  [
    17,
    '050406ff000f001c0000000000000007377802669a8f6f97c5567fb6d132998205aed1f9b16dde50a527cf488fffee6b6ab44125a2a582e9b658ad9f5feceaa4923075515225ab516569bf',
    '1b1ed7d546a6cc1007d085476309e34a29',
  ],
  [
    18,
    '050406ff000f001c0000000000000007e94ac870d68d9d62b56a47c2f2a4719590e285cb501cd4c3cf7b6dec853d44b40a33e0a74a0f214128b65b11e7b8f5d6bbf7bc95d2ec8f41d5b1bc',
    'b73f4e025371c7199b3abe36827c6ab623',
  ],
] as const;

describe('RFC 4121', () => {
  test.each(sealed)('type %i sealed in DCE style', (type, token, data) => {
    const size = encryptionType(type)!.keySize;
    expect(unwrapGss(type, key(size), hex(token), hex(data))).toEqual({ plain: message, isAuthentic: true });
    const damaged = hex(token);
    damaged[damaged.length - 1]! ^= 1;
    expect(unwrapGss(type, key(size), damaged, hex(data))?.isAuthentic).toBe(false);
    for (let cut = 0; cut < 80; cut++) unwrapGss(type, key(size), hex(token).subarray(0, cut), hex(data).subarray(0, cut % 18));
  });

  test.each([17, 18, 19, 20])('type %i: wrapped in one token, sealed and not, turned and not; and its MIC', (number) => {
    const type = encryptionType(number)!;
    const k = key(type.keySize);
    const header = hex('0504 02 ff 0000 0000 0000000000000009');
    const body = type.encrypt(k, Usage.initiatorSeal, Buffer.concat([message, header]), Buffer.alloc(16, 7));
    expect(unwrapGss(number, k, Buffer.concat([header, body]))).toEqual({ plain: message, isAuthentic: true });
    header.writeUInt16BE(28, 6);
    const turned = Buffer.concat([header, body.subarray(-28), body.subarray(0, -28)]);
    expect(unwrapGss(number, k, turned)).toEqual({ plain: message, isAuthentic: true });

    const clear = hex('0504 01 ff 0000 0000 0000000000000009');
    const sum = type.checksumOf(k, Usage.acceptorSeal, message, clear);
    clear.writeUInt16BE(sum.length, 4);
    expect(unwrapGss(number, k, Buffer.concat([clear, message, sum]))).toEqual({ plain: message, isAuthentic: true });
    expect(unwrapGss(number, k, Buffer.concat([clear, message, sum.fill(0)]))?.isAuthentic).toBe(false);

    const mic = hex('0404 01 ffffffffff 0000000000000002');
    const token = Buffer.concat([mic, type.checksumOf(k, Usage.acceptorSign, message, mic)]);
    expect(verifyGssMic(number, k, token, message.subarray(0, 3), message.subarray(3))).toBe(true);
    expect(verifyGssMic(number, k, token, message.subarray(1))).toBe(false);
  });
});

test('a sealed PDU of RPC with header signing, as Samba sends it', () => {
  const pdu = hex(`
      05000203100000009c004c00020000002800000000000000e257d9581c09a57dd4663978028763a22bde07c83f8c8dca87ed4cf5a6a1aeaea0782cb61e5c6203
      02f52b61e781221c1006080001000000050407ff0010001c000000002ad8734d92c11eb4edbbab44e98a09f67f612920c744e019c383c79e740c10f2f1a1b15a
      095cb279ed437c8ae675894964122a6dc173823672d9aa92f79503e1`);
  const trailer = pdu.length - pdu.readUInt16LE(10) - 8;
  const parts = [pdu.subarray(trailer + 8), pdu.subarray(24, trailer)] as const;
  const around = { before: pdu.subarray(0, 24), after: pdu.subarray(trailer, trailer + 8) };
  const sessionKey = hex('0c2c528ef9b8ff6a6ee4952a1e5b1106e75a9c048d5bb40785627173d5d2c4e7');
  const opened = unwrapGss(18, sessionKey, ...parts, around);
  expect(opened?.isAuthentic).toBe(true);
  expect(opened?.plain.toString('hex')).toBe(
    '01000000010000000300000000000000000000000703054d7ee10047ac08a2cedad71028000000000000000000000000',
  );
  expect(unwrapGss(18, sessionKey, ...parts)?.isAuthentic).toBe(false);
});

describe('RFC 4757', () => {
  const token = hex('602b06092a864886f712010202 0201 1100 1000 ffff 5c3c814555a86019 da7f053675093586 8606ef21cecc4c4b');
  const data = hex('904ca2d00f4cdb8ab60e6270ae0d55c6372f116760164da1');

  test('sealed', () => {
    expect(unwrapRc4(key(16), Buffer.concat([token, data]))).toEqual({ plain: message, isAuthentic: true });
    expect(unwrapRc4(key(16), token, data)).toEqual({ plain: Buffer.concat([message, Buffer.alloc(7, 7)]), isAuthentic: true });
    data[0]! ^= 1;
    expect(unwrapRc4(key(16), token, data)?.isAuthentic).toBe(false);
    for (let cut = 0; cut < token.length; cut++) expect(unwrapRc4(key(16), token.subarray(0, cut), data)).toBeNull();
  });

  test('a MIC', () => {
    const mic = hex('602306092a864886f712010202 0101 1100 ffffffff 9f672b5652a36dac 61a0a93d785b2455');
    expect(verifyRc4Mic(key(16), mic, Buffer.from('x'.repeat(16)))).toBe(true);
    expect(verifyRc4Mic(key(16), mic, Buffer.from('x'.repeat(17)))).toBe(false);
  });
});
