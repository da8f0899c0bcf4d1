import { type ViewName, viewNames } from './state.ts';

export interface Tab {
  readonly view: ViewName;
  readonly x: number;
  readonly text: string;
}

const WIDE = 112;
/** From this width on, the views of remote procedure calls have their names too. */
const WIDER = 140;
const ofCalls: ReadonlySet<ViewName> = new Set(['snapshots', 'witness', 'rpc']);
/** Where a name does not begin with its key. */
const titles: Readonly<Partial<Record<ViewName, string>>> = { statistics: 'Times', snapshots: 'VSS', rpc: 'DCE/RPC' };

/** The views' names at the top, as far as the width has room; the letter that begins a name is its key. */
export function tabs(view: ViewName, columns: number): Tab[] {
  let x = 1;
  return viewNames.map((name) => {
    const title = titles[name] ?? `${name[0]!.toUpperCase()}${name.slice(1)}`;
    const text = columns >= (ofCalls.has(name) ? WIDER : WIDE) || name === view ? title : title[0]!;
    const tab = { view: name, x, text };
    x += text.length + 1;
    return tab;
  });
}
