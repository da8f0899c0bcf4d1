import { spawnSync } from 'node:child_process';

/** Whether a program is installed. Tests that need it say so when they are skipped. */
export const has = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
