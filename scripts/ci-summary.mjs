/**
 * The closing line of `.ci/run`: `N passed, N failed`, from vitest's JSON report and the exit codes
 * of the check and of the tests. `node scripts/ci-summary.mjs REPORT CHECK_CODE TESTS_CODE`.
 *
 * A check that failed counts as one failure; so does a run of tests that ended badly without naming
 * a failed test (a crash, a file that does not load), and a run of no tests.
 */
import fs from 'node:fs';

const [report, checkCode, testsCode] = process.argv.slice(2);
const tests = readReport(report);

let failed = tests.failed;
if (checkCode !== '0') {
  process.stdout.write('The check failed (see above).\n');
  failed += 1;
}
if (tests.failed === 0 && (testsCode !== '0' || tests.passed === 0)) {
  process.stdout.write(`The tests ended with code ${testsCode}, ${tests.passed} passed.\n`);
  failed += 1;
}

process.stdout.write(`${tests.passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function readReport(file) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(
      fs.readFileSync(file, 'utf8'),
    );
    const brokenFiles = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    );
    return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length };
  } catch (error) {
    process.stdout.write(`There is no report of the tests: ${error.message}\n`);
    return { passed: 0, failed: 0 };
  }
}
