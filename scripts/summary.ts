import { fileURLToPath } from 'node:url';
import { readResults } from './results.ts';

/**
 * Prints a line a suite and, last, "N passed, N failed"; a suite of `expected` that left no result is a failure.
 * Returns the exit code.
 */
export function printSummary(expected: readonly string[]): number {
  const results = readResults();
  for (const suite of expected) if (!results.has(suite)) results.set(suite, { passed: 0, failed: 1 });
  let passed = 0;
  let failed = 0;
  for (const [suite, result] of results) {
    process.stdout.write(`${suite}: ${result.passed} passed, ${result.failed} failed\n`);
    passed += result.passed;
    failed += result.failed;
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(printSummary(process.argv.slice(2)));
