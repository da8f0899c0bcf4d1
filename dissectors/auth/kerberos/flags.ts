import { bitString, type NamedBits } from '../../../src/dissect/asn1.ts';

const under = (prefix: string, bits: Readonly<Record<string, number>>): NamedBits =>
  Object.fromEntries(Object.entries(bits).map(([name, number]) => [name, [number, `kerberos.${prefix}.${name.replaceAll('-', '.')}`]]));

/** RFC 4120 5.4.1, RFC 6806 11, MS-SFU 2.2.3 */
export const kdcOptions = bitString('kerberos.kdc_options', under('KDCOptions', {
  reserved: 0, forwardable: 1, forwarded: 2, proxiable: 3, proxy: 4, 'allow-postdate': 5, postdated: 6, unused7: 7, renewable: 8,
  unused9: 9, unused10: 10, 'opt-hardware-auth': 11, unused12: 12, unused13: 13, 'constrained-delegation': 14, canonicalize: 15,
  'request-anonymous': 16, unused17: 17, unused18: 18, unused19: 19, unused20: 20, unused21: 21, unused22: 22, unused23: 23,
  unused24: 24, unused25: 25, 'disable-transited-check': 26, 'renewable-ok': 27, 'enc-tkt-in-skey': 28, unused29: 29, renew: 30,
  validate: 31,
}));

/** RFC 4120 5.3, RFC 6112, RFC 6806 */
export const ticketFlags = bitString('kerberos.flags', under('TicketFlags', {
  reserved: 0, forwardable: 1, forwarded: 2, proxiable: 3, proxy: 4, 'may-postdate': 5, postdated: 6, invalid: 7, renewable: 8,
  initial: 9, 'pre-authent': 10, 'hw-authent': 11, 'transited-policy-checked': 12, 'ok-as-delegate': 13, unused: 14, 'enc-pa-rep': 15,
  anonymous: 16,
}));

/** RFC 4120 5.5.1 */
export const apOptions = bitString('kerberos.ap_options', under('APOptions', { reserved: 0, 'use-session-key': 1, 'mutual-required': 2 }));

/** RFC 6113 5.4.2 */
export const fastOptions = bitString('kerberos.fast_options', under('FastOptions', {
  reserved: 0, 'hide-client-names': 1, 'spare-bit2': 2, 'spare-bit3': 3, 'spare-bit4': 4, 'spare-bit5': 5, 'spare-bit6': 6, 'spare-bit7': 7,
  'spare-bit8': 8, 'spare-bit9': 9, 'spare-bit10': 10, 'spare-bit11': 11, 'spare-bit12': 12, 'spare-bit13': 13, 'spare-bit14': 14,
  'spare-bit15': 15, 'kdc-follow-referrals': 16,
}));

/** MS-KILE 2.2.10, MS-SFU 2.2.5 */
export const pacOptions = bitString('kerberos.flags', under('PAC.OPTIONS.FLAGS', {
  claims: 0, 'branch-aware': 1, 'forward-to-full-dc': 2, 'resource-based-constrained-delegation': 3,
}));

/** MS-SFU 2.2.2 */
export const s4uOptions = bitString('kerberos.options', {
  KERB_S4U_OPTIONS_check_logon_hour_restrictions:        [1, 'kerberos.s4u_options.check_logon_hours'],
  KERB_S4U_OPTIONS_use_reply_key_usage:                  [2, 'kerberos.s4u_options.use_reply_key_usage'],
});
