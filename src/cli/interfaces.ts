import { toDescriptor, Writer } from '../bytes/writer.ts';
import { listBackends, listInterfaces } from '../capture/live/interfaces.ts';

export interface InterfacesOptions {
  readonly format?: 'text' | 'json';
}

/** Where smbscope live can capture, and what with. */
export function interfaces(options: InterfacesOptions): number {
  const out = new Writer(toDescriptor(1));
  const found = listInterfaces();
  const backends = listBackends();
  if (options.format === 'json') out.utf8(JSON.stringify({ interfaces: found, backends }, null, 2)).byte(10);
  else {
    const width = Math.max(9, ...found.map((i) => i.name.length));
    out.ascii(`${'Interface'.padEnd(width)}       Frames  Addresses\n`);
    for (const { name, description, addresses, frames } of found) {
      const about = addresses.length > 0 ? addresses.join(', ') : description === '' ? 'no address' : '';
      out
        .text(name.padEnd(width))
        .ascii(String(frames ?? '').padStart(13))
        .ascii('  ')
        .text([about, description].filter((part) => part !== '').join('  '))
        .byte(10);
    }
    out.ascii('\nCaptures with, the first of them that can:\n');
    for (const { name, isThere, advice } of backends)
      out.ascii(`${name.padEnd(width)} ${isThere ? 'is there' : `is not there: ${advice}`}`).byte(10);
  }
  out.flush();
  return 0;
}
