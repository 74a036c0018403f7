/**
 * The bundle budget, in gzip bytes of what a browser must fetch: before the list page is usable, and for each view that is
 * loaded on demand beyond that. Read from Vite's manifest, so a chunk that moves is still counted.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildStale, OUTPUTS } from './build.ts';

interface ManifestEntry {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const KB = 1000;
/** Budget in kB gzip. The list page's is performance.md's target 1: what opens on demand is a chunk of its own. */
const BUDGETS: readonly { name: string; route: string; kB: number; workers?: readonly string[] }[] = [
  { name: 'list page, with all that comes before it', route: 'src/features/resource-list/list-page.tsx', kB: 250 },
  { name: 'YAML view', route: 'src/features/yaml/yaml-tab.tsx', kB: 145 },
  {
    name: 'editor, with what reads schemas and YAML beside it',
    route: 'src/features/yaml/edit-pane.tsx',
    kB: 190,
    workers: ['check-worker', 'schema-worker'],
  },
  { name: 'dock of terminals', route: 'src/app/dock/dock.tsx', kB: 135 },
  { name: 'logs', route: 'src/features/logs/log-tab.tsx', kB: 60 },
];

await buildStale((line) => process.stdout.write(`${line}\n`));
const manifestFile = join(OUTPUTS.web, '.vite/manifest.json');
if (!existsSync(manifestFile)) throw new Error(`no ${manifestFile}: vite.config.ts must set build.manifest`);
const manifest = new Map(
  Object.entries(JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, ManifestEntry>),
);

/** Files that must be there before the chunk runs: itself, its static imports, their styles. */
function closure(key: string, files = new Set<string>(), seen = new Set<string>()): Set<string> {
  const entry = manifest.get(key);
  if (!entry || seen.has(key)) return files;
  seen.add(key);
  files.add(entry.file);
  for (const style of entry.css ?? []) files.add(style);
  for (const next of entry.imports ?? []) closure(next, files, seen);
  return files;
}

/** The file of a worker; Vite names it after its source. */
function workerFile(name: string): string {
  const file = readdirSync(join(OUTPUTS.web, 'assets')).find((candidate) =>
    new RegExp(`^${name}-[^.]+\\.js$`).test(candidate),
  );
  if (file === undefined) throw new Error(`there is no worker ${name}`);
  return `assets/${file}`;
}

const gzipBytes = (file: string): number => gzipSync(readFileSync(join(OUTPUTS.web, file)), { level: 9 }).length;
/** What index.html itself names, and what that needs: with chunk groups the manifest marks no entry. */
const page = readFileSync(join(OUTPUTS.web, 'index.html'), 'utf8');
const named = [...manifest].filter(([, { file }]) => page.includes(file));
if (named.length === 0) throw new Error('index.html names no chunk of the manifest');

let failed = false;
let known = new Set(named.flatMap(([key]) => [...closure(key)]));
for (const { name, route, kB, workers = [] } of BUDGETS) {
  if (!manifest.has(route)) {
    process.stdout.write(`FAIL ${name}: ${route} is no chunk of its own\n`);
    failed = true;
    continue;
  }
  const own = closure(route);
  const first = route === BUDGETS[0]?.route;
  // the words of one language are read before the first page as well
  const words = first ? closure('src/i18n/words-en.ts') : [];
  const counted = first ? new Set([...known, ...own, ...words]) : new Set([...own].filter((file) => !known.has(file)));
  if (first) known = counted;
  // a worker is fetched by its address: no chunk imports it
  for (const worker of workers) counted.add(workerFile(worker));
  const size = [...counted].reduce((sum, file) => sum + gzipBytes(file), 0) / KB;
  const ok = size <= kB;
  failed ||= !ok;
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name}: ${size.toFixed(1)} kB gzip of ${kB}\n`);
}
const html = Buffer.byteLength(page);
process.stdout.write(`${html <= 2048 ? 'ok  ' : 'FAIL'} index.html: ${html} bytes of 2048\n`);
process.exit(failed || html > 2048 ? 1 : 0);
