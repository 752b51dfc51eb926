import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // As server/engine.ts, which says why.
    execArgv: ['--wasm-wrapper-tiering-budget=2147483647'],
    projects: [
      {
        test: {
          name: 'domain',
          include: ['src/domain/**/*.test.ts', 'src/documents/**/*.test.ts', 'src/contract/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'server',
          include: [
            'server/**/*.test.ts',
            'tests/server/**/*.test.ts',
            'tests/golden/**/*.test.ts',
            'tests/blinding/**/*.test.ts',
          ],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        // Processes that are killed and start again: seconds each, and a loaded machine may take long to start one.
        test: { name: 'chaos', include: ['tests/chaos/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
      },
      { test: { name: 'browser-code', include: ['src/lib/**/*.test.ts'] } },
      {
        test: { name: 'real', include: ['tests/real/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
      },
    ],
  },
});
