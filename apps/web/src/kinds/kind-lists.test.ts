import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { withoutDetails } from '../../kind-lists.ts';
import { DETAIL_KEYS } from './detail-keys.ts';
import { kinds } from './registry.ts';
import { wholeKinds } from './whole-kinds.ts';

const KIND = `
import { lazy } from 'react';
import { sentence } from './sentence.js';
import { textField } from './row-fields.js';
const View = lazy(() => import('./view.js'));
function owner(object) { return sentence(object); }
export default defineKind({
  resources: ['v1/things'],
  statusSentence: owner,
  facts: (thing) => [
    { label: 'fact.owner', value: owner(thing) },
  ],
  health: (view) => (textField(view, 'x') ? 'ok' : 'failed'),
  sections: [{ id: 'view', content: { component: View } }]
});
`;

describe('the part of a kind file that lists have', () => {
  it('is without its details and what they alone need, line by line', () => {
    const code = withoutDetails(KIND, parseAst);
    expect(code.replace(/\s+/g, ' ').trim()).toBe(
      "import { textField } from './row-fields.js'; export default defineKind({ resources: ['v1/things'], health: (view) => (textField(view, 'x') ? 'ok' : 'failed'), });",
    );
    const lineOf = (text: string, word: string) => text.split('\n').findIndex((line) => line.includes(word));
    expect(lineOf(code, 'health')).toBe(lineOf(KIND, 'health'));
  });

  it('is refused of a file that exports something else', () => {
    expect(() => withoutDetails('export default {};', parseAst)).toThrow('defineKind');
  });

  it('has for every kind all that the whole has, but for the details', () => {
    expect([...kinds.keys()]).toEqual([...wholeKinds.keys()]);
    const details: ReadonlySet<string> = new Set(DETAIL_KEYS);
    for (const [name, whole] of wholeKinds) {
      const expected = Object.keys(whole).filter((key) => !details.has(key));
      expect(Object.keys(kinds.get(name) ?? {}), name).toEqual(expected);
    }
    expect([...wholeKinds.values()].some(({ facts }) => facts !== undefined)).toBe(true);
  });
});
