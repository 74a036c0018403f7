import { expect, it } from 'vitest';
import { continueToken } from './continue-token.ts';

const list = (metadata: object, items: readonly object[] = []) =>
  Buffer.from(JSON.stringify({ kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, rows: items }));

it.each([
  [
    'a page of many',
    list({ resourceVersion: '7', continue: 'eyJ2IjoibWV0YS', remainingItemCount: 9500 }),
    'eyJ2IjoibWV0YS',
  ],
  ['the last page', list({ resourceVersion: '7' }), ''],
  ['an empty token', list({ resourceVersion: '7', continue: '' }), ''],
  // whatever an object is called
  ['an object that looks like metadata', list({ resourceVersion: '7' }, [{ metadata: { continue: 'no' } }]), ''],
  ['a text that looks like it', list({ selfLink: '"continue":"no"', resourceVersion: '7' }), ''],
  ['metadata that come late', Buffer.from('{"rows":[],"metadata":{"continue":"late"}}'), ''],
  ['no list', Buffer.from('<html>'), ''],
])('%s', (_what, bytes, token) => expect(continueToken(bytes)).toBe(token));
