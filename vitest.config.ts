import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'main',
          include: ['{entities,services,shared,infra,local,cli,test}/**/*.test.ts'],
          exclude: ['test/tidy/**'],
          globalSetup: ['test/setup/engines.ts'],
          // Real engines on two shared cores: a bound on hanging, not on speed.
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'tidy', include: ['test/tidy/*.test.ts'] } },
    ],
  },
})
