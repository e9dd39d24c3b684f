import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // Instrumenting with istanbul rewrites function bodies, which breaks Arquero's expressions.
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
