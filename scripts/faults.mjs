import { run } from './child.mjs';
import { root } from './places.mjs';

// npm run test:faults: the fault bench at full length, about an hour on two cores. FAULT_SEED=… runs a seed again, the other
// variables of tests/faults/fault-run.ts shorten it; CUTS is that of tests/smtp/cuts.test.ts.
const seed = process.env.FAULT_SEED ?? String(Math.floor(Math.random() * 1_000_000_000));
const long = {
  FAULT_KILLS: '1000',
  FAULT_MESSAGES: '10000',
  FAULT_RESTARTS: '50',
  CUTS: '1000',
  RACES: '1000',
  CONTRACT: 'all',
};
process.stdout.write(`Seed ${seed}: FAULT_SEED=${seed} npm run test:faults runs it again.\n`);
const environment = { ...long, ...process.env, FAULT_SEED: seed, SEED: seed };
process.exitCode = await run(process.execPath, ['scripts/test.mjs', 'faults', 'smtp', 'team'], {
  cwd: root,
  env: environment,
});
