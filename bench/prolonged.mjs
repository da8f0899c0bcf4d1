import { createCipheriv } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

const HEAD = 24;
const RECORD = 16;
const ETHERNET = 14;
const NBSS = 4;
const TREE_CONNECT = 3;
const TREE_DISCONNECT = 4;

/** Where in a record its TCP header and its SMB2 header start; `smb2` is undefined in a frame without payload. */
function places(record) {
  const ip = RECORD + ETHERNET;
  const tcp = ip + 4 * (record[ip] & 15);
  const payload = tcp + 4 * (record[tcp + 12] >> 4);
  const length = ip + record.readUInt16BE(ip + 2) - payload;
  return { tcp, length, smb2: length > 0 ? payload + NBSS : undefined };
}

const commandOf = ({ bytes, smb2 }) => (smb2 === undefined ? undefined : bytes.readUInt16LE(smb2 + 12));
const messageId = ({ bytes, smb2 }) => bytes.readBigUInt64LE(smb2 + 24);
const isFromServer = ({ bytes, tcp }) => bytes.readUInt16BE(tcp) === 445;

/** AES-GMAC as in MS-SMB2 3.1.4.1: the nonce is the MessageId and who sends. */
function sign({ bytes, smb2 }, key) {
  const nonce = Buffer.alloc(12);
  bytes.copy(nonce, 0, smb2 + 24, smb2 + 32);
  nonce[8] = bytes[smb2 + 16] & 1;
  bytes.fill(0, smb2 + 48, smb2 + 64);
  const gmac = createCipheriv('aes-128-gcm', key, nonce).setAAD(bytes.subarray(smb2));
  gmac.final();
  gmac.getAuthTag().copy(bytes, smb2 + 48);
}

/**
 * Writes a capture of one connection with a message a frame, signed with AES-GMAC, so that what is done in its share is done so many times:
 * later, with the next sequence numbers and MessageIds, signed anew. Returns its path.
 */
export function prolonged(path, signingKey, times, to) {
  const file = readFileSync(path);
  const key = Buffer.from(signingKey, 'hex');
  const records = [];
  for (let at = HEAD, next; at + RECORD <= file.length; at = next) {
    next = at + RECORD + file.readUInt32LE(at + 8);
    const bytes = file.subarray(at, next);
    records.push({ bytes, ...places(bytes) });
  }
  const start = records.findLastIndex((r) => commandOf(r) === TREE_CONNECT) + 1;
  const share = records.slice(
    start,
    records.findLastIndex((r) => commandOf(r) === TREE_DISCONNECT && !isFromServer(r)),
  );
  const sent = (isServer) => share.reduce((sum, r) => (isFromServer(r) === isServer ? sum + r.length : sum), 0);
  const [byClient, byServer] = [sent(false), sent(true)];
  const ids = share.filter((r) => r.smb2 !== undefined).map(messageId);
  const taken = ids.at(-1) - ids[0] + 1n;

  const out = openSync(to, 'w');
  writeSync(out, file.subarray(0, HEAD));
  for (const { bytes } of records.slice(0, start)) writeSync(out, bytes);
  const shift = (bytes, at, by) => bytes.writeUInt32BE((bytes.readUInt32BE(at) + by) >>> 0, at);
  for (let turn = 0; turn < times; turn++) {
    for (const record of share) {
      const { bytes, tcp, smb2 } = record;
      if (turn > 0) {
        bytes.writeUInt32LE(bytes.readUInt32LE(0) + 1, 0);
        const [own, other] = isFromServer(record) ? [byServer, byClient] : [byClient, byServer];
        shift(bytes, tcp + 4, own);
        shift(bytes, tcp + 8, other);
        if (smb2 !== undefined) {
          bytes.writeBigUInt64LE(messageId(record) + taken, smb2 + 24);
          sign(record, key);
        }
      }
      writeSync(out, bytes);
    }
  }
  closeSync(out);
  return to;
}
