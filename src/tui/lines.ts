import { Kind, type Node } from '../dissect/node.ts';
import { labelFor, nameFor, severityFor } from '../dissect/show.ts';

export type Severity = 'note' | 'warning' | 'error';

/** A line of the tree pane. */
export interface TreeLine {
  readonly node: Node;
  readonly depth: number;
  /** The labels from the top, by which a line is found again in another message. */
  readonly path: string;
  /** Null where there is nothing to expand. */
  readonly isOpen: boolean | null;
  /** The worst that lies in it. */
  readonly severity: Severity | undefined;
}

/** What the user expanded (true) or collapsed (false), by path. */
export type Expansion = ReadonlyMap<string, boolean>;

const SEPARATOR = '/';
/** Marks a top node that belongs to another message of the same unit, so that it has an expansion of its own. */
const OTHER = '~';
const MESSAGES_FROM: ReadonlySet<string> = new Set(['nbss', 'udp', 'tcp']);
const ranks: Readonly<Record<Severity, number>> = { note: 1, warning: 2, error: 3 };

/** The node of a unit's message that begins `offset` bytes after the first one; `isInside` what the unit decrypts or decompresses to. */
export function messageNode(tree: readonly Node[], offset: number, isInside = false): Node {
  const from = tree.findLastIndex((n) => n.tag !== null && MESSAGES_FROM.has(n.tag)) + 1;
  const inner = tree.slice(from).reduce((source, n) => Math.max(source, n.source), 0);
  const first = isInside ? tree.find((n, i) => i >= from && n.source === inner) : tree[from];
  if (first === undefined) return tree[tree.length - 1]!;
  return tree.find((n, i) => i >= from && n.source === first.source && n.offset === first.offset + offset) ?? first;
}

/** The worst severity in each node that holds any. */
export function severities(tree: readonly Node[]): Map<Node, Severity> {
  const found = new Map<Node, Severity>();
  const worst = (n: Node): Severity | undefined => {
    let severity = severityFor(n);
    for (const child of n.children) {
      const inside = worst(child);
      if (inside !== undefined && (severity === undefined || ranks[inside] > ranks[severity])) severity = inside;
    }
    if (severity !== undefined) found.set(n, severity);
    return severity;
  };
  for (const n of tree) worst(n);
  return found;
}

/** The lines that show: all nodes whose parents are expanded. `message` is the node that the selected message has. */
export function treeLines(tree: readonly Node[], message: Node, found: ReadonlyMap<Node, Severity>, expansion: Expansion): TreeLine[] {
  const lines: TreeLine[] = [];
  const add = (n: Node, depth: number, path: string, isOpenAtFirst: boolean): void => {
    const severity = found.get(n);
    const canOpen = n.children.length > 0;
    const isOpen = canOpen && (expansion.get(path) ?? (isOpenAtFirst || (severity !== undefined && severity !== 'note')));
    lines.push({ node: n, depth, path, isOpen: canOpen ? isOpen : null, severity });
    if (!isOpen) return;
    const counts = new Map<string, number>();
    n.children.forEach((child, i) => {
      // A message is a header and a body; the body says what it is about.
      const isBody = n === message && i > 0 && child.kind === Kind.group && child.owner === null;
      add(child, depth + 1, path + SEPARATOR + once(counts, keyOf(child)), isBody);
    });
  };
  const paths = topPaths(tree, message);
  tree.forEach((n, i) => {
    add(n, 0, paths[i]!, n === message);
  });
  return lines;
}

/** The paths of the first level. */
export function topPaths(tree: readonly Node[], message: Node): string[] {
  const isMessage = new Set(['smb2', 'smb', 'nbns', 'nbdgm', message.tag]);
  const counts = new Map<string, number>();
  return tree.map((n) => (n === message || !isMessage.has(n.tag) ? once(counts, keyOf(n)) : keyOf(n) + OTHER));
}

/** The innermost node over a byte of a source, as its path; and the paths of those around it, outermost first. */
export function pathAt(tree: readonly Node[], message: Node, source: number, offset: number): readonly string[] {
  let best: readonly string[] = [];
  let size = Number.POSITIVE_INFINITY;
  const visit = (n: Node, path: string, around: readonly string[]): void => {
    const trail = [...around, path];
    const isOver =
      n.source === source && n.kind !== Kind.generated && n.kind !== Kind.bit && n.offset <= offset && offset < n.offset + n.size;
    if (isOver && n.size <= size) [best, size] = [trail, n.size];
    const counts = new Map<string, number>();
    for (const child of n.children) visit(child, path + SEPARATOR + once(counts, keyOf(child)), trail);
  };
  const paths = topPaths(tree, message);
  tree.forEach((n, i) => {
    visit(n, paths[i]!, []);
  });
  return best;
}

const keyOf = (n: Node): string => (n.owner === null && n.kind === Kind.group ? nameFor(n) || labelFor(n) : labelFor(n));

/** Tells siblings of one name apart. */
function once(counts: Map<string, number>, key: string): string {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count === 1 ? key : `${key}#${count}`;
}

/** Index of the line with this path, or of the nearest line above it that there is; of the message's own line when there is none. */
export function lineAt(lines: readonly TreeLine[], path: string, message: Node): number {
  for (let wanted = path; wanted !== ''; wanted = wanted.slice(0, Math.max(0, wanted.lastIndexOf(SEPARATOR)))) {
    const index = lines.findIndex((line) => line.path === wanted);
    if (index >= 0) return index;
  }
  return Math.max(
    0,
    lines.findIndex((line) => line.node === message),
  );
}
