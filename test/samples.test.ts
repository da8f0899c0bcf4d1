import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, samplePath, samples } from './samples.ts';

const readme = readFileSync(join(root, 'samples', 'README.md'), 'utf8');

test.each(samples)('%s is small, has its keys and a line of origin', (name) => {
  expect(statSync(samplePath(name)).size).toBeLessThan(100_000);
  expect(readme).toContain(`| \`${name}\` |`);
  const text = readFileSync(`${samplePath(name)}.keys.json`, 'utf8');
  const keys = JSON.parse(text);
  expect(keys.capture).toBe(name);
  if (keys.keytab !== undefined) expect(existsSync(samplePath(keys.keytab))).toBe(true);
  // No path of the machine that it was recorded on.
  expect(text).not.toMatch(/"\/|[ '"](\/(home|root|tmp|usr|var|opt|srv)\/)/);
});
