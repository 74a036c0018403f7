import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it, test } from 'vitest';
import { environment } from '../apps/bff/src/config-schema.ts';
import { PROBLEMS } from '../packages/shared/src/problem.ts';
import { ROOT } from './run-step.ts';
import { SHOTS } from './shots.ts';

/** What is made, or somebody else's. */
const NOT_OURS = new Set(['node_modules', 'dist', 'results']);

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) || entry.name.startsWith('.') ? [] : filesOf(path, ending);
    return entry.isFile() && entry.name.endsWith(ending) ? [path] : [];
  });
}

const read = (file: string) => readFileSync(file, 'utf8');
const name = (file: string) => relative(ROOT, file);
const PAGES = filesOf(ROOT, '.md');
const LANGUAGES = ['en', 'zh-CN'] as const;
const guide = (language: string) => join(ROOT, 'docs/guide', language);

/** Prose: code is not read for links and headings. */
const proseOf = (text: string) =>
  text.replace(/^( *)```[\s\S]*?^\1```/gm, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));

function linksOf(file: string): string[] {
  return [...proseOf(read(file)).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
}

/** The anchors that a page's headings get, as GitHub makes them. */
function anchorsOf(file: string): Set<string> {
  const seen = new Map<string, number>();
  return new Set(
    [...proseOf(read(file)).matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = '']) => {
      const slug = heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
        .replaceAll(' ', '-');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

/** Every match in every page, with the page that has it. */
function named(pattern: RegExp): { readonly page: string; readonly what: string }[] {
  return PAGES.flatMap((page) =>
    [...read(page).matchAll(pattern)].map(([all, what = all]) => ({ page: name(page), what })),
  );
}

test('every link of every page leads to a file that is there, and to a heading of it', () => {
  expect(PAGES.length).toBeGreaterThan(30);
  const dead: string[] = [];
  for (const page of PAGES)
    for (const link of linksOf(page)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? page : resolve(dirname(page), decodeURIComponent(path));
      const isThere = existsSync(file);
      const hasAnchor =
        anchor === undefined || (isThere && statSync(file).isFile() && anchorsOf(file).has(decodeURIComponent(anchor)));
      if (!isThere || !hasAnchor) dead.push(`${name(page)}: ${link}`);
    }
  expect(dead).toEqual([]);
});

test('the guide has the same pages in both languages, with the same pictures and ways on', () => {
  const [english, chinese] = LANGUAGES.map((language) => readdirSync(guide(language)).sort());
  expect(chinese).toEqual(english);
  for (const page of english ?? []) {
    const [one, other] = LANGUAGES.map((language) =>
      linksOf(join(guide(language), page))
        .filter((link) => !/^\.\.\/(?:en|zh-CN)\//.test(link))
        .map((link) => link.replace(`/images/${language}/`, '/images/…/')),
    );
    expect(other, page).toEqual(one);
  }
});

test('each page of the guide is in its table of contents', () => {
  for (const language of LANGUAGES) {
    const listed = linksOf(join(guide(language), 'README.md'));
    expect(readdirSync(guide(language)).filter((page) => page !== 'README.md' && !listed.includes(page))).toEqual([]);
  }
});

it.each(LANGUAGES)(
  'the pictures (%s) are those that npm run screenshots makes, and each is in the guide',
  (language) => {
    const made = SHOTS.map((shot) => `${shot.name}.png`).sort();
    expect(new Set(made).size).toBe(made.length);
    expect(readdirSync(join(ROOT, 'docs/images', language)).sort()).toEqual(made);
    const shown = readdirSync(guide(language)).flatMap((page) => linksOf(join(guide(language), page)));
    expect(made.filter((picture) => !shown.includes(`../../images/${language}/${picture}`))).toEqual([]);
  },
);

test('every npm script that is named is there', () => {
  const { scripts } = JSON.parse(read(join(ROOT, 'package.json'))) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const runs = [...named(/\bnpm run ([\w:-]*\w)/g), ...named(/\bnpm (start|test)\b/g)];
  expect(runs.length).toBeGreaterThan(20);
  expect(runs.filter(({ what }) => !Object.hasOwn(scripts, what))).toEqual([]);
});

test('every setting that is named is one', () => {
  const asked = /process\.env\['(QUARTERDECK_\w+)'\]/g;
  const ofTests = ['e2e', 'conformance', 'scripts', 'bench']
    .flatMap((folder) => filesOf(join(ROOT, folder), '.ts'))
    .flatMap((file) => [...read(file).matchAll(asked)].map(([, variable = '']) => variable));
  const known = new Set([...Object.keys(environment.shape), ...ofTests]);
  const settings = named(/\bQUARTERDECK_[A-Z0-9_]*[A-Z0-9]/g);
  expect(settings.length).toBeGreaterThan(40);
  expect(settings.filter(({ what }) => !known.has(what))).toEqual([]);
});

test('every code of a problem that is named is one', () => {
  const codes = named(/\bqd\.[a-z]+\.[a-z-]*[a-z]/g);
  expect(codes.length).toBeGreaterThan(4);
  expect(codes.filter(({ what }) => !Object.hasOwn(PROBLEMS, what))).toEqual([]);
});

test('every metric that is named is one, those that are shortened too', () => {
  const source = read(join(ROOT, 'apps/bff/src/telemetry/prometheus.ts'));
  const metrics = [...source.matchAll(/'(quarterdeck_\w+)'/g)].map(([, metric = '']) => metric);
  const whole = named(/\bquarterdeck_[a-z_]*[a-z]/g);
  expect(whole.length).toBeGreaterThan(8);
  expect(whole.filter(({ what }) => !metrics.includes(what))).toEqual([]);
  const shortened = named(/`…(_[a-z_]*[a-z])`/g);
  expect(shortened.filter(({ what }) => !metrics.some((metric) => metric.endsWith(what)))).toEqual([]);
});

test('every file of ours that is named by its path is there', () => {
  const files = named(
    /`((?:apps|packages|scripts|e2e|conformance|bench|deploy|docs)\/[\w./-]+\.(?:c?[jt]sx?|json|md|sh|ya?ml))`/g,
  );
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter(({ what }) => !existsSync(join(ROOT, what)))).toEqual([]);
});
