import type { Struct } from '../dissect/struct.ts';
import { GroupText, type Spot } from './json-rows.ts';

export const NOWHERE = -1;

/** A group that is open, or a leaf with the parts of it. */
export class Open {
  /** Null for a leaf. */
  group: GroupText | null = null;
  /** It says nothing when nothing is in it. */
  mayVanish = false;
  node = NOWHERE;
  item = NOWHERE;
  offset = 0;
  /** As it stands in the text. */
  size = 0;
  /** Where its text begins, where its size stands, and where the list of its children does. */
  begin = 0;
  sizeAt = 0;
  childrenAt = 0;
}

/** The row in hand. */
export class Place implements Spot {
  source = 0;
  item = NOWHERE;
  offset = 0;
  size = 0;
  number = 0;
}

/** What the groups of protocols and messages have in common: by structure, and by Wireshark's name for the protocol, empty for a message. */
export class Titles {
  private readonly known: { readonly name: string; readonly group: GroupText }[][] = [];

  of(name: string, inner: Struct): GroupText {
    while (this.known.length <= inner.serial) this.known.push([]);
    const own = this.known[inner.serial]!;
    for (let i = 0; i < own.length; i++) if (own[i]!.name === name) return own[i]!.group;
    const group = new GroupText(name, inner.title, false);
    own.push({ name, group });
    return group;
  }
}
