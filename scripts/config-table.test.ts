import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configTable, readmeWithTable } from './config-table.ts';
import { ROOT } from './run-step.ts';

it('README tells what the configuration is: else run npx tsx scripts/config-table.ts', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(readmeWithTable(readme)).toBe(readme);
});

it('a default is what is in force when nothing is set', () => {
  const table = configTable();
  expect(table).toContain('| `HOST` | `localhost` |');
  expect(table).toContain('| `PORT` | `8080` |');
  expect(table).toContain('| `QUARTERDECK_AUDIT_LOG` | `1` |');
  expect(table).toContain('| `QUARTERDECK_METRICS_PORT` | off |');
  expect(table).not.toContain('KUBERNETES_SERVICE_HOST');
});
