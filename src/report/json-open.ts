import type { Struct } from '../dissect/struct.ts';
import { Echo, Echoes } from './json-echo.ts';
import { NOWHERE } from './json-patchwork.ts';
import { GroupText, type Spot } from './json-rows.ts';

export const NO_ECHOES = new Echoes(null);

/** A group that is open, or a leaf with what is below it. */
export class Open {
  /** What is kept of it, and of the rows of the struct around it. */
  echo: Echo | null = null;
  echoes = NO_ECHOES;
  /** Null for a leaf. */
  group: GroupText | null = null;
  /** It says nothing when nothing is in it. */
  mayVanish = false;
  node = NOWHERE;
  item = NOWHERE;
  offset = 0;
  /** As it stands in the text. */
  size = 0;
  begin = 0;
  sizeAt = 0;
  childrenAt = 0;
  /** Where the list of its children was closed in the text that it is copied from; NOWHERE when it is not. */
  closedAt = 0;
}

/** The row in hand. */
export class Place implements Spot {
  source = 0;
  item = NOWHERE;
  offset = 0;
  size = 0;
  number = 0;
}

/** The group of a protocol or of a message. */
interface Title {
  readonly group: GroupText;
  readonly echo: Echo;
}

/** By Wireshark's name for the protocol, empty for a message, and by structure. */
export class Titles {
  private readonly known = new Map<string, Map<Struct, Title>>();

  of(name: string, inner: Struct): Title {
    let own = this.known.get(name);
    if (own === undefined) this.known.set(name, (own = new Map()));
    let title = own.get(inner);
    if (title === undefined) own.set(inner, (title = { group: new GroupText(name, inner.title, false), echo: new Echo() }));
    return title;
  }
}
