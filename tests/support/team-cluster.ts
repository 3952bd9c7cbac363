import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the superuser on the run's PostgreSQL; absent where the suite needs none. */
    postgres: string;
  }
}

/** One PostgreSQL for all files of a suite: a cluster takes two seconds to make, a team's store a tenth of one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  project.provide('postgres', postgres.url());
  return () => postgres.remove();
}
