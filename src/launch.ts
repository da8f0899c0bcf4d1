import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

type Run = (args: readonly string[]) => Promise<number>;

// What V8 compiled when this was built it need not compile again, if it is the same V8: starting takes two thirds of the time.
const cache = join(__dirname, 'program.cache');
const path = join(__dirname, 'program.js');
// The bundle is ASCII: as one byte a character it is read and kept in half the room.
const script = new Script(readFileSync(path, 'latin1'), {
  filename: path,
  ...(existsSync(cache) ? { cachedData: readFileSync(cache) } : {}),
});
// Both once V8 has taken the cache, which only fits the flags that it was made under. Little lives long here: as its nursery does not grow, it stays in the
// processor's cache, and what ciphers put out is given back early.
setFlagsFromString('--semi-space-growth-factor=1');
// What makes the tables runs once, and often enough to be compiled for good by then: functions have to run twice as long for that.
setFlagsFromString('--interrupt-budget=150000');
const program = { exports: {} as { readonly run: Run } };
script.runInThisContext()(program, require, (name: string) => import(name), path);
void program.exports.run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
