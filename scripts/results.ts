import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run-step.ts';

const FOLDER = join(ROOT, '.cache', 'results');

export interface Results {
  readonly passed: number;
  readonly failed: number;
}

export function clearResults(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

export function writeResults(suite: string, results: Results): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${suite}.json`), JSON.stringify(results));
}

/** Sums of all suites that have run since the last clear, by suite. */
export function readResults(): Map<string, Results> {
  const all = new Map<string, Results>();
  for (const file of readdirSync(FOLDER).sort())
    all.set(file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Results);
  return all;
}

/** What vitest's JSON reporter wrote; a file that is missing or empty counts as one failure. */
export function readVitestReport(file: string): Results {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as {
      numPassedTests: number;
      numTotalTests: number;
      success: boolean;
    };
    const failed = report.numTotalTests - report.numPassedTests;
    return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** What Playwright's JSON reporter wrote: a skipped test counts as failed, since nothing may be skipped silently. */
export function readPlaywrightReport(file: string): Results {
  try {
    const { stats, errors } = JSON.parse(readFileSync(file, 'utf8')) as {
      stats: { expected: number; unexpected: number; flaky: number; skipped: number };
      errors: unknown[];
    };
    return {
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + stats.skipped + (errors.length > 0 && stats.unexpected === 0 ? 1 : 0),
    };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
