import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from '../apps/bff/src/config-schema.ts';
import { ROOT } from './run-step.ts';

const README = join(ROOT, 'README.md');
const BEGIN = '<!-- configuration: made by scripts/config-table.ts -->\n';
const END = '<!-- /configuration -->\n';

/** The variables of the BFF's configuration as a Markdown table: name, default, meaning. */
export function configTable(): string {
  const rows = Object.entries(environment.shape).flatMap(([name, schema]) => {
    const { description, shown } = schema.meta() ?? {};
    return description === undefined
      ? []
      : [`| \`${name}\` | ${String(shown ?? plainDefault(schema))} | ${description} |\n`];
  });
  return `| variable | default | meaning |\n|---|---|---|\n${rows.join('')}`;
}

/** The default that the schema itself gives; a flag's as it is typed. */
function plainDefault(schema: { safeParse(value: undefined): { success: boolean; data?: unknown } }): string {
  const { success, data } = schema.safeParse(undefined);
  if (!success || data === undefined) return '–';
  return `\`${String(typeof data === 'boolean' ? Number(data) : data)}\``;
}

/** README.md with the table as the schema has it now. */
export function readmeWithTable(readme: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('README.md has no place for the configuration table');
  return readme.slice(0, begin + BEGIN.length) + configTable() + readme.slice(end);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(README, readmeWithTable(readFileSync(README, 'utf8')));
  process.stdout.write(`wrote the configuration table of ${relative(ROOT, README)}\n`);
}
