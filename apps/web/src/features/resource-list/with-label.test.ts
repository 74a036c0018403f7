import { expect, it } from 'vitest';
import { withLabel } from './with-label.ts';

it.each([
  ['', 'app', 'web', 'app=web'],
  ['tier in (a, b)', 'app', 'web', 'tier in (a,b),app=web'],
  ['app=web,!canary', 'app', 'web', 'app=web,!canary'],
  ['app==web', 'app', 'web', 'app=web'],
  // a label may be empty, and one that cannot be written is asked for by its key
  ['', 'example.com/on', '', 'example.com/on='],
  ['x', 'app', 'a,b', 'x,app'],
  ['app in (', 'app', 'web', 'app=web'],
])('%j and %s: %j make %j', (selector, key, value, text) => expect(withLabel(selector, key, value)).toBe(text));
