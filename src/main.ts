import { run } from './cli/command.ts';

process.exitCode = await run(process.argv.slice(2));
