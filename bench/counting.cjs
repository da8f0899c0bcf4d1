// Loaded before the program: what it allocates on V8's heap, by function, and its peak memory go to the file SMBSCOPE_COST when it ends.
const { Session } = require('node:inspector');
const { writeFileSync } = require('node:fs');

const session = new Session();
session.connect();
session.post('HeapProfiler.startSampling', {
  samplingInterval: 4096,
  includeObjectsCollectedByMajorGC: true,
  includeObjectsCollectedByMinorGC: true,
});

function count({ callFrame, selfSize, children }, functions) {
  functions[callFrame.functionName] = (functions[callFrame.functionName] ?? 0) + selfSize;
  for (const child of children) count(child, functions);
  return functions;
}

process.on('exit', () => {
  session.post('HeapProfiler.stopSampling', (error, sampled) => {
    if (error) throw error;
    const functions = count(sampled.profile.head, Object.create(null));
    const allocated = Object.values(functions).reduce((sum, bytes) => sum + bytes, 0);
    writeFileSync(process.env.SMBSCOPE_COST, JSON.stringify({ allocated, functions, memory: 1024 * process.resourceUsage().maxRSS }));
  });
});
