import { readFileSync } from 'node:fs';

/** Of each failure as much as tells what was expected; a log that is cut keeps its end, so the end must be short. */
const MAX_MESSAGE = 1_500;
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** What did not pass in a report of Vitest's JSON reporter, file by file: [{ name, message }]. */
export function failedInVitest(report) {
  return readReport(report).testResults.flatMap(({ name: file, assertionResults, status, message }) => {
    const tests = assertionResults
      .filter((test) => test.status !== 'passed')
      .map((test) => ({
        name: `${file} › ${test.fullName}`,
        message: short(test.failureMessages?.[0] ?? test.status),
      }));
    // A file that could not be loaded has no test to name.
    return tests.length === 0 && status !== 'passed' ? [{ name: file, message: short(message) }] : tests;
  });
}

/** What did not pass at the first attempt in a report of Playwright's JSON reporter: [{ name, message }]. */
export function failedInPlaywright(report) {
  const { suites, errors = [] } = readReport(report);
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const tests = suites.flatMap(specs).flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status !== 'expected')
      .map(({ status, results }) => ({
        name: `${spec.file}:${spec.line} › ${spec.title}`,
        message: short(results.find(({ error }) => error)?.error.message ?? status),
      })),
  );
  return [...tests, ...errors.map(({ message }) => ({ name: 'outside of any test', message: short(message) }))];
}

function readReport(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function short(message = '') {
  return message.replace(COLOURS, '').trim().slice(0, MAX_MESSAGE);
}
