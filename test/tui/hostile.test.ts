import { expect, test } from 'vitest';
import { isInvisible } from '../../src/bytes/writer.ts';
import { Contents } from '../../src/tui/contents.ts';
import { paint } from '../../src/tui/paint.ts';
import { Style } from '../../src/tui/style.ts';
import { Sender, unitsOf } from '../net/packets.ts';
import { opened, overlaps, plain, press, typed } from './screens.ts';

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);
const CSI = String.fromCharCode(0x9b);

/** A CREATE Request for a file of that name. */
function create(name: string): Buffer {
  const text = Buffer.from(name, 'utf16le');
  const message = Buffer.alloc(64 + 56);
  message.write('fe534d42', 'hex');
  message.writeUInt16LE(64, 4);
  message.writeUInt16LE(5, 12);
  message.writeUInt16LE(57, 64);
  message.writeUInt16LE(120, 64 + 44);
  message.writeUInt16LE(text.length, 64 + 46);
  const session = Buffer.alloc(4);
  session.writeUInt32BE(message.length + text.length);
  return Buffer.concat([session, message, text]);
}

test.each([
  ['cursor', `${ESC}[2J${ESC}[1;1Hgone`],
  ['title', `${ESC}]0;owned${BEL}`],
  ['clipboard', `${ESC}]52;c;cm0gLXJm${ESC}\\`],
  ['eight-bit sequences', `${CSI}2J\u009d0;owned\u009c`],
  ['lines', 'a\r\nb\tc\u2028d'],
  ['direction', '\u202egnp.exe\u2066x'],
  ['half a pair', 'a\ud800b'],
  ['wide', '日本語のファイル名'.repeat(20)],
  ['marks', `a${'\u0301'.repeat(500)}`],
])('%s in a name stays text', (_, name) => {
  const { pass } = unitsOf([new Sender().send(create(name))]);
  const contents = new Contents(pass);
  for (const [columns, rows] of [
    [160, 50],
    [120, 40],
    [80, 24],
  ] as const) {
    for (const keys of [
      ['tab'],
      ['tab', 'v'],
      ['O', 'l', 'l', 'l'],
      ['S', 'l', 'l', 'l', 'l', 'l', 'l'],
      ['F'],
      ['P', 'l'],
      ['x'],
      ['F', 'enter'],
      ['/', ...typed('smb2.filename == ')],
    ]) {
      const state = press(opened(contents, columns, rows), contents, ...keys);
      const pieces = paint(state, contents, new Style(true));
      const text = pieces.map((p) => plain(p.text)).join('');
      expect([...text].filter((c) => isInvisible(c.charCodeAt(0)) || /\p{Cs}/u.test(c))).toEqual([]);
      expect(overlaps(pieces, columns)).toEqual([]);
    }
  }
});
