import { buildStale } from '../scripts/build.ts';

function number(name: string, otherwise: number): number {
  return Number(process.env[name] ?? otherwise);
}

/** What the environment asks for; README.md says what each is. */
export const SIZES: readonly number[] = (process.env['BENCH_ROWS'] ?? '10000,50000,150000').split(',').map(Number);
export const ROUNDS = number('BENCH_ROUNDS', 5);
/** Pods whose logs are merged. */
export const LOG_PODS = number('BENCH_PODS', 50);

/** Sessions at the same time. */
export const SESSIONS = number('BENCH_SESSIONS', 200);

/** How long something is watched, where it is `otherwise` by itself. */
export function seconds(otherwise: number): number {
  return number('BENCH_SECONDS', otherwise);
}

/** Changes a second, where they are `otherwise` by themselves. */
export function churn(otherwise: number): number {
  return number('BENCH_CHURN', otherwise);
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Builds what is stale, unless what is built is to be measured. */
export async function buildForBench(): Promise<void> {
  if (process.env['BENCH_BUILT'] !== '1') await buildStale(say);
}
