import type { Interface } from '../../src/dissect/rpc.ts';
import { srvsvc } from './srvsvc/index.ts';

/** Interfaces whose operations are dissected. To add one, its file and its line here. */
export const interfaces: readonly Interface[] = [
  srvsvc,
];
