import type { Damage, Interface } from './frame.ts';

const KEPT = 1000;
const NAMES = 10_000;

/** What the files of a capture say besides their frames. Every list is bounded. */
export class Findings {
  readonly interfaces: Interface[] = [];
  readonly damage: Damage[] = [];
  damageCount = 0;
  /** Address to name, from name resolution blocks. */
  readonly names = new Map<string, string>();

  say(file: number, offset: number, kind: Damage['kind'], text: string): void {
    this.damageCount++;
    if (this.damage.length < KEPT) this.damage.push({ file, offset, kind, text });
  }

  name(address: string, name: string): void {
    if (this.names.size < NAMES && !this.names.has(address)) this.names.set(address, name);
  }
}
