import { defineConfig } from 'vitest/config';
import { vitePageParts } from './scripts/_page-parts.mjs';

export default defineConfig({
  plugins: [vitePageParts],
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'forks',
  },
});
