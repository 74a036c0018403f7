import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { ROOT } from './run-step.ts';

test('a program ends when the shell that npm started it in is gone', { timeout: 30_000 }, async () => {
  const program = `process.on('SIGTERM', () => { console.log('asked to stop'); process.exit(0); }); console.log('runs'); setInterval(() => {}, 60000);`;
  const shell = spawn('sh', ['-c', '"$NODE" --import tsx --import ./scripts/end-with-parent.ts -e "$PROGRAM"; true'], {
    cwd: ROOT,
    env: { ...process.env, NODE: process.execPath, PROGRAM: program },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const output = createInterface({ input: shell.stdout });
  output.on('line', (line) => lines.push(line));
  await once(output, 'line');
  shell.kill('SIGTERM');
  // the pipe closes when the last process that holds it has ended
  await once(output, 'close');
  expect(lines).toEqual(['runs', 'asked to stop']);
});
