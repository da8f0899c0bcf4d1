import { describe, expect, test } from 'vitest';
import { nameFor } from '../../src/dissect/show.ts';
import { Records } from '../../src/smb/records.ts';
import { application, explicit, integer, octets, sequence } from '../dissectors/der.ts';
import { everyNode } from '../samples.ts';
import { CLIENT, cut, ethernet, ipv4, layout, SERVER, Sender, udp, unitsOf } from './packets.ts';

const message = (type: number, length = 0): Buffer =>
  application(type, sequence(explicit(0, integer(5)), explicit(1, integer(type)), explicit(12, octets(Buffer.alloc(length, 0xaa)))));
const error = (code: number): Buffer =>
  application(30, sequence(explicit(0, integer(5)), explicit(1, integer(30)), explicit(6, integer(code))));
const record = (body: Buffer): Buffer => layout([body.length, 4], body);
const join = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

const client = (to = 88): Sender => new Sender(1000, { from: 50_000, to });
const server = (from = 88): Sender => new Sender(5000, { from, to: 50_000 }, { from: SERVER, to: CLIENT });

function summaries(frames: readonly Uint8Array[]): string[] {
  const { pass } = unitsOf(frames);
  const records = new Records(pass);
  return Array.from({ length: pass.units.count }, (_, unit) => {
    const { protocol, summary } = records.record(unit);
    return `${protocol} ${summary}`;
  });
}

describe('over TCP', () => {
  test.each([[1], [2], [3], [5], [7], [1, 400], [1460]])('records cut into pieces of %j bytes', (...sizes) => {
    const whole = join(record(message(10, 300)), record(message(12)), record(message(10, 2)));
    const sender = client();
    const { units } = unitsOf(cut(whole, ...sizes).map((piece) => sender.send(piece)));
    expect(units.map((u) => u.length)).toEqual([message(10, 300).length + 4, message(12).length + 4, message(10, 2).length + 4]);
    expect(join(...units.map((u) => u.bytes)).equals(whole)).toBe(true);
    expect(units.every((u) => !u.isIncomplete && u.skipped === 0)).toBe(true);
  });

  test('a request and its answers are named', () => {
    const [a, b] = [client(), server()];
    expect(
      summaries([a.send(record(message(12))), b.send(record(message(13))), b.send(record(error(25))), b.send(record(error(4711)))]),
    ).toEqual(['KRB5 TGS-REQ', 'KRB5 TGS-REP', 'KRB5 KRB Error: KDC_ERR_PREAUTH_REQUIRED', 'KRB5 KRB Error: 4711']);
  });

  test('what is no record is passed over; the next segment may begin one', () => {
    const sender = client();
    const { units } = unitsOf([sender.send(Buffer.from('GET / HTTP/1.0')), sender.send(record(message(10)))]);
    expect(units.map((u) => [u.length, u.skipped])).toEqual([[message(10).length + 4, 14]]);
  });

  test('met in the middle', () => {
    const whole = record(message(11, 500));
    const sender = server();
    const { units } = unitsOf([sender.send(whole.subarray(200)), sender.send(record(message(13)))]);
    expect(units.map((u) => u.length)).toEqual([message(13).length + 4]);
  });

  test('a record of which a part is lost, or the end', () => {
    const whole = record(message(11, 500));
    const sender = server();
    const frames = [sender.send(whole.subarray(0, 100))];
    sender.send(whole.subarray(100, 200));
    frames.push(sender.send(whole.subarray(200)), sender.send(record(message(13)).subarray(0, 12)));
    const { units, pass } = unitsOf(frames);
    expect(units.map((u) => [u.length, u.isIncomplete])).toEqual([
      [whole.length, true],
      [message(13).length + 4, true],
    ]);
    const { tree, summary } = new Records(pass).record(0);
    expect(summary).toBe('AS-REP [not captured in full]');
    expect([...everyNode(tree)].filter((n) => n.trouble !== null).map((n) => n.trouble)).toEqual(['unknown', 'truncated']);
  });

  test('lengths that nobody sends', () => {
    for (const length of [0, 1, 0x7fffffff, 0xffffffff])
      expect(unitsOf([client().send(layout([length, 4], message(10)))]).units).toEqual([]);
  });

  test('the password protocol', () => {
    const body = layout([6 + message(14).length + message(21).length, 2], [0xff80, 2], [message(14).length, 2], message(14), message(21));
    const { pass } = unitsOf([client(464).send(record(body))]);
    const { tree, protocol } = new Records(pass).record(0);
    expect(protocol).toBe('KPASSWD');
    const names = [...everyNode(tree)].map(nameFor);
    expect(names).toEqual(expect.arrayContaining(['kpasswd', 'kerberos.rm.length', 'kpasswd.ap_req', 'kerberos.krb_priv_element']));
  });
});

describe('over UDP', () => {
  const datagram = (body: Uint8Array, to = 88): Buffer => ethernet(ipv4(udp(body, 50_000, to), { protocol: 17 }));

  test('a datagram is a message', () => {
    expect(summaries([datagram(message(10)), datagram(error(52))])).toEqual(['KRB5 AS-REQ', 'KRB5 KRB Error: KRB_ERR_RESPONSE_TOO_BIG']);
  });

  test('another protocol on the port is none', () => expect(summaries([datagram(Buffer.from('\x16\x03\x01'))])).toEqual([]));
});
