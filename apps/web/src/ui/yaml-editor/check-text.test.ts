import { expect, test } from 'vitest';
import { treeOf } from '../../api/schema/test/recorded.ts';
import { checkText, placesIn } from './check-text.ts';

const tree = treeOf('v1.20-v2', 'apps/v1', 'Deployment');
const check = (text: string) =>
  checkText(text, (key) => (key === 'apps/v1/Deployment' ? tree : undefined)).map(({ code, from, to }) => [
    code,
    text.slice(from, to),
  ]);

test.each([
  ['a: 1\nb: 2\na: 3\n', 'yaml.DUPLICATE_KEY'],
  ['a:\n\tb: 1\n', 'yaml.TAB_AS_INDENT'],
  ['a:\n  b: 1\n c: 2\n', 'yaml.BAD_INDENT'],
  ['a: *nothing\n', 'yaml.BAD_ALIAS'],
  ['a: "open\n', 'yaml.MISSING_CHAR'],
])('%j is no YAML to the API server', (text, code) => {
  expect(check(text).map(([found]) => found)).toContain(code);
});

test('anchors and several documents are right', () => {
  expect(check('a: &x {b: 1}\nc: *x\n---\n# only a comment\n---\nd: 1\n')).toEqual([]);
});

test('a fault stands at its key or value, in its document', () => {
  const text =
    'kind: X\napiVersion: v1\n---\napiVersion: apps/v1\nkind: Deployment\nspec:\n  replica: 1\n  paused: yes please\n';
  expect(check(text)).toEqual([
    ['schema.unknownNear', 'replica'],
    ['schema.type', 'yes please'],
    ['schema.missing', 'spec'],
    ['schema.missing', 'spec'],
  ]);
});

const POD = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    image: b\n  - name: c\n';

test.each([
  [['spec', 'containers', 0, 'image'], 'b'],
  [['spec', 'containers', 1], 'name'],
  [['spec', 'containers', 1, 'image'], 'name'],
  [['spec', 'volumes'], 'spec'],
  [['status'], 'apiVersion'],
])('the place of %j (nearest where it is not written)', (path, marked) => {
  const [place] = placesIn(POD, [{ document: 0, path }]);
  expect(POD.slice(place?.from, place?.to)).toBe(marked);
});

test('places of another document', () => {
  const text = `a: 1\n---\n${POD}`;
  const [place] = placesIn(text, [{ document: 1, path: ['kind'] }]);
  expect(text.slice(place?.from, place?.to)).toBe('Pod');
});
