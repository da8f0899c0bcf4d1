import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Of two processors vitest would leave one idle.
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/setup.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 120_000,
  },
});
