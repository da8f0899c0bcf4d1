import { describe, expect, test } from 'vitest';
import {
  ACK,
  answering,
  cut,
  EMPTY,
  echo,
  ethernet,
  FIN,
  idsOf,
  ipv4,
  layout,
  RST,
  SERVER,
  Sender,
  SYN,
  tcp,
  udp,
  unitsOf,
} from './packets.ts';

const join = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

/** Frames of one sender in order. */
function inOrder(pieces: readonly Uint8Array[], first = 1000): Buffer[] {
  const sender = new Sender(first);
  return pieces.map((piece) => sender.send(piece));
}

describe('framing', () => {
  test('many messages in one segment', () => {
    const { units } = unitsOf(inOrder([join(echo(1), echo(2, 30), echo(3))]));
    expect(units.map((u) => u.ids)).toEqual([[1], [2], [3]]);
    expect(units[1]!.bytes.equals(echo(2, 30))).toBe(true);
    expect(units.every((u) => u.frame === 1 && !u.isIncomplete && u.skipped === 0)).toBe(true);
  });

  test.each([[1], [2], [3], [5], [7], [1, 3], [4, 60], [100, 1], [130, 1, 1, 1]])('messages cut into pieces of %j bytes', (...sizes) => {
    const whole = join(echo(1), echo(2, 200), echo(3), echo(4, 1));
    const pieces = cut(whole, ...sizes);
    const { units } = unitsOf(inOrder(pieces));
    expect(units.map((u) => u.ids)).toEqual([[1], [2], [3], [4]]);
    expect(join(...units.map((u) => u.bytes)).equals(whole)).toBe(true);
    expect(units[3]!.frame).toBe(pieces.length);
    expect(units.every((u) => !u.isIncomplete && u.skipped === 0)).toBe(true);
  });

  test('a message completes in the frame that brings its last byte', () => {
    const [head, rest] = [echo(1).subarray(0, 50), join(echo(1).subarray(50), echo(2).subarray(0, 10))];
    expect(unitsOf(inOrder([head, rest, echo(2).subarray(10)])).units.map((u) => [u.ids, u.frame])).toEqual([
      [[1], 2],
      [[2], 3],
    ]);
  });

  test('a long message over many segments', () => {
    const long = echo(1, 300_000);
    const { units } = unitsOf(inOrder([...cut(long, 1448), echo(2)]));
    expect(units.map((u) => [u.ids, u.length])).toEqual([
      [[1], long.length],
      [[2], 72],
    ]);
    expect(units[0]!.bytes.equals(long)).toBe(true);
  });

  test('NetBIOS on port 139: request, response, keep-alive, messages', () => {
    const client = new Sender(1000, { to: 139 });
    const server = new Sender(5000, { from: 139, to: 50_000 }, { from: SERVER, to: '192.0.2.10' });
    const name = `20${'43'.repeat(32)}00`;
    const { units, pass } = unitsOf([
      client.send(EMPTY, SYN),
      server.send(EMPTY, SYN | ACK),
      client.send(layout('81 00 0044', name, name)),
      server.send(layout('82 00 0000')),
      client.send(layout('85 00 0000')),
      client.send(echo(1)),
      server.send(layout('83 00 0001 8f')),
    ]);
    expect(units.map((u) => u.ids)).toEqual([[], [], [], [1], []]);
    expect(units.map((u) => u.length)).toEqual([72, 4, 4, 72, 5]);
    expect(pass.network.streams[0]!.fromServer).toBe(units[1]!.src.endsWith(':139') ? (pass.units.flags[1]! & 2) / 2 : -1);
  });

  test('both directions are apart', () => {
    const [client, server] = [new Sender(), answering()];
    const { units } = unitsOf([client.send(echo(1).subarray(0, 20)), server.send(echo(2)), client.send(echo(1).subarray(20))]);
    expect(units.map((u) => [u.ids[0], u.src])).toEqual([
      [2, '192.0.2.20:445'],
      [1, '192.0.2.10:50000'],
    ]);
  });

  test('another port, once an SMB message is proven there', () => {
    const sender = new Sender(1000, { to: 4450 });
    expect(idsOf([sender.send(EMPTY, SYN), sender.send(echo(1)), sender.send(echo(2))])).toEqual([1, 2]);
    const inPieces = new Sender(1000, { to: 4450 });
    expect(idsOf(cut(join(echo(1), echo(2)), 3).map((piece) => inPieces.send(piece)))).toEqual([1, 2]);
  });

  test('another protocol on another port is left alone', () => {
    const sender = new Sender(1000, { to: 80 });
    const { pass, units } = unitsOf([
      sender.send(Buffer.from('GET / HTTP/1.1\r\n')),
      sender.send(Buffer.alloc(500)),
      sender.send(Buffer.alloc(4)),
    ]);
    expect(units).toEqual([]);
    expect(pass.network.streams[0]!.directions![0].framer.skippedBytes + pass.network.streams[0]!.directions![1].framer.skippedBytes).toBe(
      0,
    );
  });

  test('garbage on port 445 is passed over until a message can be proven', () => {
    const { units } = unitsOf(inOrder([Buffer.from('this is no SMB at all, but it stands on its port'), echo(1)]));
    expect(units.map((u) => [u.ids, u.skipped])).toEqual([[[1], 48]]);
  });

  test('datagrams of port 137 and 138 are units', () => {
    const { units } = unitsOf([
      ethernet(ipv4(udp(Buffer.alloc(50), 137, 137), { protocol: 17 })),
      ethernet(ipv4(udp(Buffer.alloc(60), 138, 138), { protocol: 17 })),
      ethernet(ipv4(udp(Buffer.alloc(70), 53, 4000), { protocol: 17 })),
    ]);
    expect(units.map((u) => u.length)).toEqual([50, 60]);
  });
});

describe('order', () => {
  const pieces = cut(join(echo(1), echo(2), echo(3)), 40);
  const frames = inOrder(pieces);

  test('two segments change places', () => {
    const { units } = unitsOf([frames[0]!, frames[2]!, frames[1]!, ...frames.slice(3)]);
    expect(units.flatMap((u) => u.ids)).toEqual([1, 2, 3]);
    expect(join(...units.map((u) => u.bytes)).equals(join(...pieces))).toBe(true);
  });

  test('all but the first come backwards', () => {
    expect(idsOf([frames[0]!, ...frames.slice(1).reverse()])).toEqual([1, 2, 3]);
  });

  test('each segment twice, and all of them once more at the end', () => {
    const { units, pass } = unitsOf([...frames.flatMap((f) => [f, f]), ...frames]);
    expect(units.flatMap((u) => u.ids)).toEqual([1, 2, 3]);
    expect(pass.network.conflictCount).toBe(0);
  });

  test('sequence numbers wrap', () => {
    const whole = join(...Array.from({ length: 20 }, (_, i) => echo(i)));
    const around = inOrder(cut(whole, 100), 2 ** 32 - 500);
    expect(idsOf(around)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    [around[4], around[6]] = [around[6]!, around[4]!];
    expect(idsOf(around)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  test('a keep-alive repeats the last byte, or another', () => {
    const sender = new Sender();
    const [first, second] = [sender.send(echo(1)), sender.seq];
    const { units, pass } = unitsOf([first, sender.at(second - 1, Buffer.from([0])), sender.at(second - 1, EMPTY), sender.send(echo(2))]);
    expect(units.map((u) => [u.ids[0], u.skipped])).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(pass.network.conflictCount).toBe(0);
  });

  test('a retransmission that goes on: what is new counts', () => {
    const sender = new Sender();
    const whole = join(echo(1), echo(2));
    expect(idsOf([sender.at(1000, whole.subarray(0, 100)), sender.at(1020, whole.subarray(20))])).toEqual([1, 2]);
    expect(
      idsOf([sender.at(1000, whole.subarray(0, 50)), sender.at(1080, whole.subarray(80)), sender.at(1030, whole.subarray(30, 110))]),
    ).toEqual([1, 2]);
  });

  test('of bytes that come twice with different content the first win, and it is counted', () => {
    const sender = new Sender();
    const whole = join(echo(1), echo(2));
    const forged = Buffer.alloc(60, 0xee);
    const delivered = unitsOf([sender.at(1000, whole.subarray(0, 90)), sender.at(1020, forged), sender.at(1090, whole.subarray(90))]);
    expect(delivered.units.map((u) => u.ids)).toEqual([[1], [2]]);
    expect(join(...delivered.units.map((u) => u.bytes)).equals(whole)).toBe(true);
    expect(delivered.pass.network.conflicts).toMatchObject([{ frame: 2, stream: 0, seq: 1020, length: 60 }]);
  });

  test('the same for bytes that wait behind a hole', () => {
    const sender = new Sender();
    const whole = join(echo(1), echo(2));
    const { units, pass } = unitsOf([
      sender.at(1000, whole.subarray(0, 10)),
      sender.at(1060, whole.subarray(60, 110)),
      sender.at(1070, Buffer.alloc(100, 0xee)),
      sender.at(1010, whole.subarray(10, 60)),
    ]);
    expect(units.map((u) => u.ids)).toEqual([[1], [2]]);
    expect(join(...units.map((u) => u.bytes)).equals(join(whole.subarray(0, 110), Buffer.alloc(34, 0xee)))).toBe(true);
    expect(pass.network.conflicts).toMatchObject([{ frame: 3, stream: 0, seq: 1070, length: 100 }]);
  });
});

describe('connections', () => {
  test('a SYN on ports in use opens them anew', () => {
    const [old, anew] = [new Sender(1000), new Sender(900_000)];
    const { units, pass } = unitsOf([
      old.send(EMPTY, SYN),
      old.send(join(echo(1), echo(2).subarray(0, 60))),
      anew.send(EMPTY, SYN),
      anew.send(echo(3)),
      anew.send(echo(4)),
    ]);
    expect(units.map((u) => [u.ids, u.isIncomplete])).toEqual([
      [[1], false],
      [[2], true],
      [[3], false],
      [[4], false],
    ]);
    expect(pass.network.tcpStreams).toBe(2);
  });

  test('a SYN that is sent again opens nothing', () => {
    const sender = new Sender();
    const syn = sender.send(EMPTY, SYN);
    expect(unitsOf([syn, syn, sender.send(echo(1)), syn, sender.send(echo(2))]).pass.network.tcpStreams).toBe(1);
  });

  test('who sends the SYN is the client, whatever the ports', () => {
    const sender = new Sender(1000, { from: 445, to: 50_000 });
    const { pass, units } = unitsOf([sender.send(EMPTY, SYN), sender.send(echo(1))]);
    const way = (pass.units.flags[0]! & 2) / 2;
    expect(units).toHaveLength(1);
    expect(pass.network.streams[0]!.fromServer).toBe(1 - way);
  });

  test('a capture that begins in the middle of a message', () => {
    const whole = join(echo(1, 100), echo(2), echo(3));
    const sender = new Sender();
    const { units } = unitsOf([sender.at(1000, whole.subarray(37, 120)), sender.at(1083, whole.subarray(120))]);
    expect(units.map((u) => u.ids)).toEqual([[2], [3]]);
    expect(units[0]!.skipped).toBe(echo(1, 100).length - 37);
  });

  test('FIN with data, then nothing', () => {
    const sender = new Sender();
    expect(idsOf([sender.send(echo(1)), sender.send(echo(2), ACK | FIN)])).toEqual([1, 2]);
  });

  test('RST: what it carries is no data; what was under way is shown as far as it came', () => {
    const sender = new Sender();
    const { units } = unitsOf([sender.send(echo(1)), sender.send(echo(2).subarray(0, 60)), sender.send(Buffer.from('reset by peer'), RST)]);
    expect(units.map((u) => [u.ids, u.isIncomplete, u.bytes.length])).toEqual([
      [[1], false, 72],
      [[2], true, 60],
    ]);
  });

  test('the same ports between other hosts are another connection', () => {
    const [a, b] = [new Sender(), new Sender(1000, {}, { from: '192.0.2.11' })];
    const { units, pass } = unitsOf([a.send(echo(1).subarray(0, 30)), b.send(echo(2)), a.send(echo(1).subarray(30))]);
    expect(units.flatMap((u) => u.ids)).toEqual([2, 1]);
    expect(pass.network.tcpStreams).toBe(2);
  });

  test('many connections at once', () => {
    const senders = Array.from({ length: 3000 }, (_, i) => new Sender(i * 7, { from: 10_000 + i }));
    const frames = [...senders.map((s, i) => s.send(echo(i).subarray(0, 30))), ...senders.map((s, i) => s.send(echo(i).subarray(30)))];
    const { units, pass } = unitsOf(frames);
    expect(units.flatMap((u) => u.ids)).toEqual(senders.map((_, i) => i));
    expect(pass.network.tcpStreams).toBe(3000);
  });
});

describe('loss', () => {
  /** Messages in segments of their own, of which some are lost; the server acknowledges each that was sent. */
  function withLoss(lost: ReadonlySet<number>, count: number, hasAcknowledgements = true): Buffer[] {
    const [client, server] = [new Sender(), answering()];
    const frames: Buffer[] = [];
    for (let i = 0; i < count; i++) {
      const frame = client.send(echo(i));
      if (!lost.has(i)) frames.push(frame);
      if (hasAcknowledgements) frames.push(server.send(EMPTY, ACK, client.seq));
    }
    return frames;
  }

  test('a hole that the peer has acknowledged is given up while the capture goes on', () => {
    const { units, pass } = unitsOf(withLoss(new Set([5]), 200));
    expect(units.flatMap((u) => u.ids)).toEqual(Array.from({ length: 200 }, (_, i) => i).filter((i) => i !== 5));
    const next = units.find((u) => u.ids[0] === 6)!;
    expect(next.skipped).toBe(72);
    // Not at the end, but soon: at most 64 frames after the hole.
    const waited = units.findIndex((u) => u.ids[0] === 6);
    expect(pass.units.frame[waited]).toBeLessThan(100);
    const direction = pass.network.streams[0]!.directions!.find((d) => d.gaps > 0)!;
    expect([direction.gaps, direction.gapBytes]).toEqual([1, 72]);
  });

  test('holes without acknowledgements are given up later, or at the end', () => {
    const { units } = unitsOf(withLoss(new Set([5]), 600, false));
    expect(units).toHaveLength(599);
    expect(unitsOf(withLoss(new Set([5]), 20, false)).units.flatMap((u) => u.ids)).toHaveLength(19);
  });

  test('several holes', () => {
    const lost = new Set([3, 4, 9, 30]);
    expect(idsOf(withLoss(lost, 300))).toEqual(Array.from({ length: 300 }, (_, i) => i).filter((i) => !lost.has(i)));
  });

  test('a hole inside a message: it is incomplete, and the next begins where it ends', () => {
    const sender = new Sender();
    const long = echo(1, 400);
    const frames = [sender.send(long.subarray(0, 150))];
    sender.send(long.subarray(150, 300));
    frames.push(sender.send(join(long.subarray(300), echo(2))));
    const { units } = unitsOf(frames);
    expect(units.map((u) => [u.ids, u.isIncomplete, u.length, u.skipped])).toEqual([
      [[1], true, long.length, 0],
      [[2], false, 72, 0],
    ]);
    expect(units[0]!.bytes.equals(long.subarray(0, 150))).toBe(true);
  });

  test('a hole over a boundary: on it goes at the next one that can be proven', () => {
    const sender = new Sender();
    const whole = join(echo(1, 100), echo(2, 300), echo(3));
    const frames = [sender.send(whole.subarray(0, 100))];
    sender.send(whole.subarray(100, 250));
    frames.push(sender.send(whole.subarray(250)));
    const { units } = unitsOf(frames);
    expect(units.map((u) => [u.ids, u.isIncomplete])).toEqual([
      [[1], true],
      [[3], false],
    ]);
    expect(units[1]!.skipped).toBe(echo(2, 300).length);
  });

  test('a boundary after a hole is proven over two segments', () => {
    const sender = new Sender();
    const frames = [sender.send(echo(1))];
    sender.send(echo(2));
    const whole = join(Buffer.from('rest of something'), echo(3), echo(4));
    frames.push(sender.send(whole.subarray(0, 20)), sender.send(whole.subarray(20, 24)), sender.send(whole.subarray(24)));
    expect(unitsOf(frames).units.flatMap((u) => u.ids)).toEqual([1, 3, 4]);
  });

  test.each([
    ['00'],
    ['00 00'],
    ['00 00 00 00'],
    ['00 00 00 00 00 00 00'],
    ['00 aa 00 aa 00'],
    ['00 00 00 02'],
    ['00 00 00 44 fe'],
    ['00 00 00 44 fe 53 4d 42 41'],
  ])('what looks like a boundary at the end of a segment, %s, hides none that follows', (tail) => {
    for (const size of [1, 2, 3, 5, 8, 1000]) {
      const sender = new Sender();
      const frames = [sender.send(echo(1))];
      sender.send(echo(2));
      frames.push(sender.send(join(Buffer.from('rest of something '), layout(tail))));
      for (const piece of cut(join(echo(3), echo(4)), size)) frames.push(sender.send(piece));
      const { units } = unitsOf(frames);
      expect(units.flatMap((u) => u.ids)).toEqual([1, 3, 4]);
      expect(units.map((u) => u.bytes.length)).toEqual([72, 72, 72]);
      expect(units[1]!.skipped).toBe(72 + 18 + layout(tail).length);
    }
  });

  test('frames cut by the snap length: headers are there, messages incomplete', () => {
    const sender = new Sender();
    const frames = [echo(1, 500), echo(2, 500), join(echo(3), echo(4, 300))].map((payload) => {
      const frame = sender.send(payload);
      return { bytes: frame.subarray(0, 54 + 80), original: frame.length };
    });
    const { units } = unitsOf(frames);
    expect(units.map((u) => [u.ids, u.isIncomplete, u.bytes.length])).toEqual([
      [[1], true, 80],
      [[2], true, 80],
      [[3], false, 72],
      // Of its header no MessageId was captured.
      [[0], true, 8],
    ]);
  });

  test('frames cut inside the TCP header give nothing and stop nothing', () => {
    const sender = new Sender();
    const frame = sender.send(echo(1));
    expect(idsOf([{ bytes: frame.subarray(0, 40), original: frame.length }, sender.send(echo(2)), sender.send(echo(3))])).toEqual([2, 3]);
  });

  test('a sender that starts over without a SYN is followed', () => {
    const [first, second] = [new Sender(3_000_000_000), new Sender(1000)];
    const frames = [first.send(echo(0)), ...Array.from({ length: 20 }, (_, i) => second.send(echo(100 + i)))];
    const ids = idsOf(frames);
    expect(ids[0]).toBe(0);
    expect(ids).toContain(119);
  });

  test('very much that waits behind a hole stays bounded', () => {
    const sender = new Sender();
    const frames = [sender.send(echo(0))];
    sender.send(echo(1));
    for (let i = 2; i < 9000; i++) frames.push(sender.send(echo(i)));
    expect(idsOf(frames)).toHaveLength(8999);
  });
});

test('hostile lengths: a message of 16 MB that never comes', () => {
  const sender = new Sender();
  const head = join(layout('00 ffffff'), echo(1).subarray(4));
  const { units } = unitsOf([sender.send(head), sender.send(echo(2)), sender.send(Buffer.alloc(1000))]);
  expect(units.map((u) => [u.ids, u.isIncomplete, u.length])).toEqual([[[1], true, 0xffffff + 4]]);
});

test('bytes of one segment that overlap a message of 1-byte segments', () => {
  const whole = join(echo(1), echo(2));
  const sender = new Sender();
  const frames = cut(whole, 1).map((piece) => sender.send(piece));
  expect(idsOf([...frames, new Sender().send(whole)])).toEqual([1, 2]);
  expect(idsOf([tcp(EMPTY), ...frames].map((f, i) => (i === 0 ? ethernet(ipv4(f)) : f)))).toEqual([1, 2]);
});
