import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './samples.ts';

/** What each part may import from the others. Imports point left only. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  bytes: [],
  dissect: ['bytes'],
  dissectors: ['dissect'],
  capture: ['bytes'],
  crypto: ['bytes'],
  net: ['bytes', 'capture', 'dissect', 'dissectors/net'],
  smb: ['bytes', 'capture', 'net', 'dissect', 'dissectors', 'crypto'],
  query: ['bytes', 'dissect', 'dissectors', 'smb', 'report'],
  report: ['bytes', 'capture', 'net', 'dissect', 'dissectors', 'crypto', 'smb', 'query'],
  tui: ['dissect', 'dissectors', 'smb', 'query', 'report'],
  cli: ['bytes', 'capture', 'net', 'dissect', 'dissectors', 'crypto', 'smb', 'query', 'report', 'tui'],
  main: ['cli'],
};

/** Single files that a part may import besides. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // What a capture holds is made safe for the screen by the one function that does so; mistakes of the user are one class.
  tui: ['src/bytes/writer.ts', 'src/bytes/user-error.ts'],
};

/** Packages, and who may use them; Node's own are everyone's but the tables'. */
const packages: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli'],
  fzstd: ['capture', 'crypto'],
  ink: ['tui'],
  react: ['tui'],
  'string-width': ['tui'],
};

const MAX_ENGINE = 400;
const MAX_DISSECTOR = 150;

const list = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path));
const files = [...list('src'), ...list('dissectors')].sort();
const source = new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]));

/** The part of the architecture that a file belongs to. */
function partOf(path: string): string {
  const [top, second] = path.split('/');
  return top === 'dissectors' ? 'dissectors' : /^src\/(main|launch)\.ts$/.test(path) ? 'main' : second!;
}

/** What a file imports, types included: paths from the root for files, names for packages. */
function importsOf(path: string): string[] {
  const found: string[] = [];
  for (const [, name] of source.get(path)!.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)'([^']+)'/g))
    found.push(name!.startsWith('.') ? posix.join(dirname(path), name!) : name!);
  return found;
}

describe('imports point left only', () => {
  test.each(Object.keys(allowed))('%s', (part) => {
    const wrong: string[] = [];
    for (const path of files) {
      if (partOf(path) !== part) continue;
      for (const name of importsOf(path)) {
        if (!/^(src|dissectors)\//.test(name)) continue;
        const other = partOf(name);
        const isAllowed =
          other === part ||
          allowed[part]!.some((a) => a === other || name.startsWith(`${a}/`)) ||
          (name.startsWith('dissectors/') && allowed[part]!.includes('dissectors')) ||
          (exceptions[part]?.includes(name) ?? false);
        if (!isAllowed || other === 'main') wrong.push(`${path} imports ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('every file belongs to a part', () => {
    expect(files.filter((path) => allowed[partOf(path)] === undefined)).toEqual([]);
  });

  test('every import names a file that is there', () => {
    const missing = files.flatMap((path) => importsOf(path).filter((name) => /^(src|dissectors)\//.test(name) && !source.has(name)));
    expect(missing).toEqual([]);
  });
});

test('packages stay where they belong', () => {
  const wrong: string[] = [];
  for (const path of files)
    for (const name of importsOf(path)) {
      if (/^(src|dissectors)\//.test(name)) continue;
      const part = partOf(path);
      const isAllowed = name.startsWith('node:') ? part !== 'dissectors' : (packages[name.split('/')[0]!]?.includes(part) ?? false);
      if (!isAllowed) wrong.push(`${path} imports ${name}`);
    }
  expect(wrong).toEqual([]);
});

test('files are of the house size', () => {
  const long: string[] = [];
  for (const [path, text] of source) {
    if (path.startsWith('dissectors/tables/')) continue;
    const lines = text.split('\n').length - 1;
    const most = path.startsWith('dissectors/') ? MAX_DISSECTOR : MAX_ENGINE;
    if (lines > most) long.push(`${path}: ${lines} lines, at most ${most}`);
  }
  expect(long).toEqual([]);
});

test('tables of constants hold only constants', () => {
  for (const [path, text] of source) if (path.startsWith('dissectors/tables/')) expect(text, path).not.toMatch(/\bfunction\b|\bclass\b/);
});

test('nothing has a name that says nothing', () => {
  const wrong: string[] = [];
  for (const [path, text] of source) {
    if (/utils?|helpers?|manager|handler|misc|common/i.test(basename(path))) wrong.push(path);
    for (const [name] of text.matchAll(/\b(?:class|function|const|interface|type)\s+\w*(?:utils?|helpers?|manager|handler)\b/gi))
      wrong.push(`${path}: ${name}`);
  }
  expect(wrong).toEqual([]);
});

test('no default exports, no marks of unfinished work', () => {
  for (const [path, text] of source) {
    expect(text, path).not.toMatch(/^export default/m);
    expect(text, path).not.toMatch(/\b(TODO|FIXME|XXX|HACK)\b/);
  }
});
