import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

const HEAD = 24;
const FRAME = 16;

/** Writes a little-endian pcap of Ethernet and IPv4 so many times one after the other, each time later and between other ports, and returns its path. */
export function lengthened(path, times, to) {
  const bytes = readFileSync(path);
  const out = openSync(to, 'w');
  writeSync(out, bytes.subarray(0, HEAD));
  const first = bytes.readUInt32LE(HEAD);
  let span = 0;
  for (let at = HEAD; at + FRAME <= bytes.length; at += FRAME + bytes.readUInt32LE(at + 8)) span = bytes.readUInt32LE(at) - first + 1;
  for (let turn = 0; turn < times; turn++) {
    for (let at = HEAD; at + FRAME <= bytes.length; at += FRAME + bytes.readUInt32LE(at + 8)) {
      if (turn === 0) continue;
      bytes.writeUInt32LE((bytes.readUInt32LE(at) + span) >>> 0, at);
      const ip = at + FRAME + 14;
      const ports = ip + 4 * (bytes[ip] & 15);
      for (const port of [ports, ports + 2])
        if (bytes.readUInt16BE(port) >= 1024) bytes.writeUInt16BE(1024 + ((bytes.readUInt16BE(port) - 1024 + 977) % 64_512), port);
    }
    writeSync(out, bytes.subarray(HEAD));
  }
  closeSync(out);
  return to;
}
