import { expect, test } from 'vitest';
import { Problems, problems } from '../../src/report/problems.ts';
import { finish } from '../../src/report/work.ts';
import { Pass } from '../../src/smb/pass.ts';
import { fileInMemory } from '../memory.ts';
import { contentOf } from '../samples.ts';

const found = (pass: Pass, slow = 1): string[] =>
  finish(problems(pass, () => true, slow, new Problems())).lists.map(({ kind }) => kind.name);

test('what may still come is not missed', () => {
  const pass = new Pass(fileInMemory(contentOf('dialect-3.1.1-signed.pcap')));
  // The last frame is a request.
  do pass.advance(1);
  while (pass.messages.count < 33);
  expect(pass.isDone).toBe(false);
  expect(found(pass)).toEqual([]);
  expect(found(pass, 1e-9)).not.toContain('unanswered');
  pass.end();
  expect(found(pass)).toContain('unanswered');
});
