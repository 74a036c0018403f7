import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** Runs a command of node_modules/.bin (or any other) in the repository's root with its output shown; true when it passed. */
export function runStep(name: string, command: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const started = performance.now();
  const [program = '', ...args] = command;
  const bin = join(ROOT, 'node_modules', '.bin');
  const run = spawnSync(program, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env, PATH: `${bin}:${process.env['PATH'] ?? ''}` },
  });
  const passed = run.status === 0;
  process.stdout.write(
    `${passed ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`,
  );
  return passed;
}
