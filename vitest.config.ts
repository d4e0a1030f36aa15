import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Node itself loads the tests and the sources, exactly as in production.
    experimental: { viteModuleRunner: false },
    // Processes rather than threads: tests start servers, send signals and read their own memory use.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    allowOnly: false,
    reporters: ['default', './tests/closing-line-reporter.ts'],
  },
});
