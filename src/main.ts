import { setFlagsFromString } from 'node:v8';
import { run } from './cli/command.ts';

// The index pass is many small functions in each other: by its own measure V8 leaves half of them calls, which costs a tenth of a large capture's time.
setFlagsFromString('--max-inlined-bytecode-size=1000');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=3000');

process.exitCode = await run(process.argv.slice(2));
