import { bits, bytes, type Codec, coded, names, u16, u32 } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';

const latin = (data: DataView, from: number, to: number): string => Buffer.from(data.buffer, data.byteOffset + from, to - from).toString('latin1');

/** OEM characters up to a zero. */
const terminated: Codec = {
  measure(data, from, to) {
    for (let at = from; at < to; at++) if (data.getUint8(at) === 0) return at + 1 - from;
    return 0;
  },
  read: (data, from, to) => latin(data, from, to - 1),
};

/** Labels of RFC 1035, without pointers. */
const labels: Codec = {
  measure(data, from, to) {
    let at = from;
    while (at < to && data.getUint8(at) !== 0) at += 1 + data.getUint8(at);
    return at < to ? at + 1 - from : 0;
  },
  read(data, from, to) {
    const found: string[] = [];
    for (let at = from; at < to - 1; at += 1 + data.getUint8(at)) found.push(latin(data, at + 1, Math.min(to, at + 1 + data.getUint8(at))));
    return found.join('.');
  },
};

const name = (of: string) => `netlogon.secchan.nl_auth_message.${of}`;

export const NL_AUTH_MESSAGE = struct('MS-NRPC 2.2.1.3.1', 'NL_AUTH_MESSAGE', {
  MessageType:         u32(name('message_type'), names({ request: 0, response: 1 })),
  Flags:               u32(name('message_flags'), bits({
    NETBIOS_DOMAIN:    [0x00000001, name('message_flags.nb_domain')],
    NETBIOS_HOST:      [0x00000002, name('message_flags.nb_host')],
    DNS_DOMAIN:        [0x00000004, name('message_flags.dns_domain')],
    DNS_HOST:          [0x00000008, name('message_flags.dns_host')],
    NETBIOS_HOST_UTF8: [0x00000010, name('message_flags.nb_host_utf8')],
  })),
  NetbiosDomainName:   coded(name('nb_domain'), terminated).when('Flags', 0x01),
  NetbiosHostName:     coded(name('nb_host'), terminated).when('Flags', 0x02),
  DnsDomainName:       coded(name('dns_domain'), labels).when('Flags', 0x04),
  DnsHostName:         coded(name('dns_host'), labels).when('Flags', 0x08),
  NetbiosHostNameUtf8: coded(name('nb_host_utf8'), labels).when('Flags', 0x10),
  Buffer:              bytes('dcerpc.reserved'),
});

/** With AES it has 56 bytes, of which the section gives Checksum 32: on the wire the Confounder is at 24 (zeek dce_rpc_netlogon.pcapng, frame 3). */
export const NL_AUTH_SIGNATURE = struct('MS-NRPC 2.2.1.3.2', 'NL_AUTH_SIGNATURE', {
  SignatureAlgorithm: u16('netlogon.secchan.signalg', names({ 'HMAC-MD5': 0x0077, 'HMAC-SHA256': 0x0013 })),
  SealAlgorithm:      u16('netlogon.secchan.sealalg', names({ none: 0xffff, RC4: 0x007a, 'AES-128': 0x001a })),
  Pad:                bytes('dcerpc.reserved', 2),
  Flags:              bytes('netlogon.secchan.flags', 2),
  SequenceNumber:     bytes('netlogon.secchan.seq', 8),
  Checksum:           bytes('netlogon.secchan.digest', 8),
  Confounder:         bytes('netlogon.secchan.nonce', 8),
  Reserved:           bytes('dcerpc.reserved'),
}, { abbrev: 'netlogon.secchan.verifier' });
