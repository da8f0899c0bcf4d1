import { Kind, type Node } from '../dissect/node.ts';
import { labelFor, nameFor, type Source, valueFor } from '../dissect/show.ts';
import { knownFields } from '../query/fields.ts';

const LONGEST_BYTES = 64;

/** The filter that a node's value fulfils; empty where its name is none that a filter knows. */
export function expressionFor(node: Node, sources: readonly Source[]): string {
  const name = nameFor(node);
  const known = knownFields().get(name);
  if (known === undefined) return '';
  if (node.kind === Kind.group || known.type === 'protocol') return name;
  const value = valueFor(node, sources[node.source]!.data);
  if (value === undefined) return name;
  switch (known.type) {
    case 'string':
      return `${name} == ${quoted(String(value))}`;
    case 'bytes': {
      const hex = String(value).slice(0, 2 * LONGEST_BYTES);
      return hex === ''
        ? name
        : `${name}${hex.length < String(value).length ? `[:${LONGEST_BYTES}]` : ''} == ${hex.replace(/(..)(?!$)/g, '$1:')}`;
    }
    case 'time':
      return `${name} == ${quoted(String(value).replace('T', ' '))}`;
    case 'boolean':
      return `${name} == ${value ? 1 : 0}`;
    default:
      return `${name} == ${constantOf(known.names, value) ?? value}`;
  }
}

/** A constant that can stand as a word. */
function constantOf(names: Readonly<Record<string, number>> | undefined, value: unknown): string | undefined {
  const name = Object.keys(names ?? {}).find((n) => names![n] === value);
  return name !== undefined && /^[A-Za-z_]\w*$/.test(name) ? name : undefined;
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** A node as a line of text. */
export const lineFor = (node: Node, text: string): string => (text === '' ? labelFor(node) : `${labelFor(node)}: ${text}`);
