// Runs what was built on a sample, and keeps what V8 compiled for that in dist/program.cache.
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const sample = join(__dirname, '../samples/dialect-3.1.1-signed.pcap');
const path = join(__dirname, '../dist/program.js');
const script = new Script(readFileSync(path, 'latin1'), { filename: path });
const program = { exports: {} };
script.runInThisContext()(program, require, null, path);

(async () => {
  for (const command of ['list', 'verify']) await program.exports.run([command, '--quiet', sample]);
  writeFileSync(join(__dirname, '../dist/program.cache'), script.createCachedData());
})();
