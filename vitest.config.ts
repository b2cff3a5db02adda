import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { findJdkForOpenSearch3 } from './test/setup/other-jdk.ts'
import { StormsFirst } from './test/setup/storms-first.ts'

// On two shared cores: a bound on hanging, not on speed.
const PATIENCE = { testTimeout: 60_000, hookTimeout: 120_000 }
const ON_ENGINES = { globalSetup: ['test/setup/engines.ts'], ...PATIENCE }

const isLong = Boolean(process.env.TAILRACE_TEST_LONG)
const home = isLong ? findJdkForOpenSearch3() : undefined
const openSearch3 = home && {
  test: {
    name: 'opensearch-3',
    include: [
      'services/search-*/**/*.test.ts',
      'shared/adapters/opensearch-*.test.ts',
      'test/{contract,property}/**/*.test.ts',
      'test/e2e/pipeline.test.ts',
    ],
    env: { JAVA_HOME: home },
    ...ON_ENGINES,
  },
}

export default defineConfig({
  test: {
    // A test of a whole pipeline waits more than it computes: one more at a time than there are cores.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: StormsFirst },
    projects: [
      {
        test: {
          name: 'main',
          include: ['{entities,services,shared,infra,local,cli,scenarios,bench,test}/**/*.test.ts'],
          exclude: [
            'bench/node_modules/**',
            'test/tidy/**',
            ...(isLong ? [] : ['**/*.long.test.ts']),
          ],
          // Its modules name each other as no Node resolves them.
          server: { deps: { inline: ['dt-sql-parser'] } },
          ...ON_ENGINES,
        },
      },
      { test: { name: 'tidy', include: ['test/tidy/*.test.ts'], ...PATIENCE } },
      ...(openSearch3 ? [openSearch3] : []),
    ],
  },
})
