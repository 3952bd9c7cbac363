import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPart } from './build.mjs';
import { run } from './child.mjs';
import { hasPinnedElectron } from './electron-runtime.mjs';
import { failedInPlaywright, failedInVitest } from './failed-tests.mjs';
import { pack } from './pack.mjs';
import { installPackages } from './packages.mjs';
import { giveUp, root, say } from './places.mjs';
import { playwright, withRealWindow } from './real-window.mjs';
import { installSystemPackages } from './system-packages.mjs';

const CHECK = ['format', 'lint', 'types', 'unit', 'ui', 'engine'];
const ALL = [...CHECK, 'imap', 'smtp', 'team', 'faults', 'package', 'e2e', ...(hasPinnedElectron ? ['gallery'] : [])];
/** In the real window, by Playwright. */
const WINDOW = ['e2e', 'gallery', 'security'];
/** Runs only where it is named: scripts/security.mjs. */
const NAMED = ['security'];
/**
 * Two files at a time on the two processors of a common machine; the rest measure how long something takes, have servers and
 * processes of their own, or one display.
 */
const IN_TWOS = ['unit', 'ui', 'engine', 'team'];
const TOOLS = { format: 'format:check', lint: 'lint', types: 'typecheck' };

// npm test [-- SUITE…]: sets everything up, runs the suites, names again what failed, and ends with one line,
// "N passed, N failed".
await installPackages();
const named = process.argv.slice(2);
const suites = named.length === 0 ? ALL : named.flatMap((name) => (name === 'check' ? CHECK : [name]));
const unknown = suites.find((name) => ![...ALL, ...NAMED].includes(name));
if (unknown) giveUp(`Unknown suite ${unknown}; there are check, ${[...ALL, ...NAMED].join(', ')}.`);

const needs = [];
if (['package', ...WINDOW].some((suite) => suites.includes(suite))) needs.push('electron', 'display');
if (['imap', 'faults', 'package', 'e2e', 'security'].some((suite) => suites.includes(suite))) needs.push('dovecot');
if (['team', 'e2e'].some((suite) => suites.includes(suite))) needs.push('postgres');
await installSystemPackages(needs);
const reports = mkdtempSync(join(tmpdir(), 'sportello-tests-'));
let finished = false;
process.once('exit', () => {
  rmSync(reports, { recursive: true, force: true });
  // A signal ended the script in the middle: that is no success, whatever the suite said.
  if (!finished) process.exitCode ||= 1;
});
const total = { passed: 0, failed: 0 };
const failures = [];
for (const suite of suites) {
  const startedAt = performance.now();
  const { passed, failed, which = [] } = await runSuite(suite);
  total.passed += passed;
  total.failed += failed;
  if (failed > 0 && which.length === 0) failures.push({ name: suite, message: 'See above, where it ran.' });
  failures.push(...which);
  say(`${suite}: ${passed} passed, ${failed} failed (${Math.round((performance.now() - startedAt) / 1_000)} s)`);
}
finished = true;
for (const { name, message } of failures) say(`Failed: ${name}\n${message.replace(/^/gm, '    ')}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
// A virtual display would keep the process open.
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

async function runSuite(suite) {
  if (suite in TOOLS) {
    const code = await run('npm', ['run', '--silent', TOOLS[suite]], { cwd: root });
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  }
  return WINDOW.includes(suite) ? runPlaywright(suite) : runVitest(suite);
}

async function runVitest(project) {
  // The command line and the parser's process are started from their bundles.
  if (['engine', 'imap', 'team', 'faults'].includes(project)) await buildPart('cli');
  // Its folder alone: what is made of it is installed by `npm run test:package`.
  if (project === 'package') await pack(['dir']);
  const report = join(reports, `${project}.json`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, '--passWithNoTests=false'];
  if (IN_TWOS.includes(project)) options.push('--maxWorkers=2');
  const code = await run(process.execPath, [vitest, 'run', '--project', project, ...options], { cwd: root });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
  // Skipped counts as failed; so does a file that could not even be loaded, which has no test to count.
  const failed = numTotalTests - numPassedTests;
  return {
    passed: numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    which: failedInVitest(report),
  };
}

async function runPlaywright(project) {
  const report = join(reports, `${project}.json`);
  const code = await withRealWindow({ pinned: project === 'gallery' }, (environment) =>
    run(process.execPath, [playwright, 'test', `--project=${project}`, '--reporter=list,json'], {
      cwd: root,
      env: { ...environment, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    }),
  );
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(report, 'utf8')).stats;
  const failed = unexpected + flaky + skipped;
  return {
    passed: expected,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    which: failedInPlaywright(report),
  };
}
