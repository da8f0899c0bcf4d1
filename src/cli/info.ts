import { toDescriptor, Writer } from '../bytes/writer.ts';
import { describe, printInfo } from '../report/info.ts';
import { type CommonOptions, conclude, index } from './session.ts';

export interface InfoOptions extends CommonOptions {
  readonly format?: 'text' | 'json';
}

export async function info(paths: readonly string[], options: InfoOptions): Promise<number> {
  const pass = await index(paths, options);
  const out = new Writer(toDescriptor(1));
  const facts = describe(pass);
  if (options.format === 'json') out.utf8(JSON.stringify(facts, null, 2)).byte(10);
  else printInfo(facts, out);
  out.flush();
  return conclude(pass.capture, options);
}
