import { defineConfig } from 'vitest/config';
import { vitePageParts } from './scripts/_page-parts.mjs';

/** Rooms that touch nothing (test/house.test.ts): their tests share a process, since most of a small one is its start. */
const PURE = 'src/{address,judge,model,report}/**/*.test.ts';

export default defineConfig({
  plugins: [vitePageParts],
  test: {
    testTimeout: 30_000,
    pool: 'forks',
    projects: [
      { extends: true, test: { name: 'pure', include: [PURE], isolate: false } },
      {
        extends: true,
        test: {
          name: 'house',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [PURE, 'node_modules/**'],
        },
      },
    ],
  },
});
