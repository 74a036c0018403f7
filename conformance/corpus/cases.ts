/** A text as people write it, and what it must come to. */
export interface CorpusCase {
  readonly name: string;
  readonly text: string;
  /** same: kubectl and we make the same object of it · refused: neither does */
  readonly outcome: 'same' | 'refused';
  /** The server has to know strict validation: older ones take it, and so does the text that we send. */
  readonly strict?: boolean;
}

/** A ControllerRevision holds any value, as it was read. */
const any = (data: string): string =>
  `apiVersion: apps/v1\nkind: ControllerRevision\nmetadata:\n  name: corpus\nrevision: 1\ndata:\n${data}`;
const map = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: corpus\ndata:\n${data}`;

const kilobytes = (count: number): string => 'x'.repeat(count * 1024);

/** What YAML 1.1 and 1.2, and one library and the next, read in different ways. */
export const CORPUS: readonly CorpusCase[] = [
  {
    name: 'norway',
    outcome: 'same',
    text: any('  a: no\n  b: NO\n  c: yes\n  d: on\n  e: Off\n  f: "no"\n  g: True\n'),
  },
  { name: 'norway as a text', outcome: 'refused', text: map('  country: no\n') },
  { name: 'one letter', outcome: 'same', text: any('  a: y\n  b: n\n  c: Y\n  d: N\n  y: key\n') },
  {
    name: 'octals',
    outcome: 'same',
    text: any('  a: 012\n  b: 0o12\n  c: 0x1f\n  d: 0b11\n  e: 08\n  f: "012"\n  g: 0644\n'),
  },
  {
    name: 'numbers',
    outcome: 'same',
    text: any('  a: 1e3\n  b: 1_000\n  c: +1\n  d: .5\n  e: 1.0\n  f: -0\n  g: 12345678901234\n'),
  },
  { name: 'base sixty', outcome: 'same', text: any('  a: 22:22\n  b: 1:30:00\n') },
  {
    name: 'dates',
    outcome: 'same',
    text: any('  a: 2001-01-01\n  b: 2001-12-14t21:59:43.10-05:00\n  c: "2001-01-01"\n'),
  },
  { name: 'anchors', outcome: 'same', text: any('  a: &x {k: 1, l: [2]}\n  b: *x\n  c: &s text\n  d: *s\n') },
  { name: 'merge keys', outcome: 'same', text: any('  a: &x {k: 1, l: 2}\n  b:\n    <<: *x\n    k: 3\n') },
  {
    name: 'multi-line',
    outcome: 'same',
    text: map(
      '  a: |\n    one\n      two\n\n  b: >\n    folded\n    line\n\n    next\n  c: |-\n    bare\n  d: |+\n    kept\n\n  e: |2\n      in\n',
    ),
  },
  {
    name: 'quotes',
    outcome: 'same',
    text: map('  a: "\\u00e9\\t\\x41\\n"\n  b: \'it\'\'s\'\n  c: "two\n    lines"\n  d: plain\n    goes on\n  e: ""\n'),
  },
  {
    name: 'comments',
    outcome: 'same',
    text: `# one\n---\n# two\n${map('  a: b # three\n  c: "#4"\n  d: e#5\n')}# end\n`,
  },
  {
    name: 'JSON',
    outcome: 'same',
    text: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'corpus' }, data: { a: 'b\n"c"' } }),
  },
  { name: 'JSON in YAML', outcome: 'same', text: map('  a: \'{"b": 1}\'\n  c: "{\\"d\\": 2}"\n') },
  {
    name: 'line feeds of Windows',
    outcome: 'same',
    text: map('  a: |\n    one\n    two\n  b: c\n').replaceAll('\n', '\r\n'),
  },
  { name: 'byte order mark', outcome: 'same', text: `\ufeff${map('  a: b\n')}` },
  { name: 'beyond ASCII', outcome: 'same', text: map('  a: 中文\n  b: "\\U0001F600 😀"\n  c: naïve\n') },
  { name: 'keys that are numbers', outcome: 'same', text: map('  1: one\n  2.5: two\n  true: three\n  "04": four\n') },
  { name: 'tab as indent', outcome: 'refused', text: map('\ta: b\n') },
  { name: 'tab after a colon', outcome: 'same', text: map('  a:\tb\n  c: d\t\n') },
  { name: 'indent that does not fit', outcome: 'refused', text: map('  a: b\n c: d\n') },
  { name: 'open quote', outcome: 'refused', text: map('  a: "b\n') },
  { name: 'keys twice', outcome: 'refused', strict: true, text: map('  a: b\n  a: c\n') },
  { name: 'unknown field', outcome: 'refused', strict: true, text: map('  a: b\nfoo: bar\n') },
  {
    name: 'nulls',
    outcome: 'same',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: corpus\n  labels: null\n  annotations: {}\ndata:\n',
  },
  { name: 'a text of 1.0 MB', outcome: 'same', text: map(`  a: ${kilobytes(1000)}\n`) },
  {
    name: 'a text of 1.4 MB with comments',
    outcome: 'same',
    text: `${map(`  a: ${kilobytes(900)}\n`)}# ${kilobytes(500)}\n`,
  },
  { name: 'a text of 1.4 MB', outcome: 'refused', text: map(`  a: ${kilobytes(1400)}\n`) },
];
