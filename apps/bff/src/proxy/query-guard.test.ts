import { ProblemError } from '@quarterdeck/shared/problem';
import { describe, expect, it } from 'vitest';
import { guardQuery } from './query-guard.ts';

describe('query guard', () => {
  it.each([
    ['', false],
    ['limit=500&continue=eyJ2IjoibWV0YSJ9', false],
    ['watch=true&allowWatchBookmarks=true&resourceVersion=12', true],
    ['watch=1', true],
    ['watch', true],
    ['watch=', true],
    ['watch=false', false],
    ['watch=0', false],
    ['labelSelector=app%20in%20(a%2Cb)%2C!x', false],
    ['labelSelector=app+in+(a,b)', false],
    ['container=main&follow=true&tailLines=500&sinceTime=2026-01-01T00%3A00%3A00Z', true],
    ['fieldSelector=metadata.name=a,status.phase!=Running', false],
  ])('passes %j', (query, endless) => {
    expect(guardQuery(query)).toEqual({ text: query === '' ? '' : `?${query}`, endless, dryRun: false });
  });

  it('knows what writes nothing, by the one value that there is', () => {
    expect(guardQuery('fieldManager=x&dryRun=All').dryRun).toBe(true);
    for (const query of ['dryRun', 'dryRun=all', 'dryRun=', 'labelSelector=dryRun=All'])
      expect(guardQuery(query).dryRun).toBe(false);
  });

  it.each([
    'unknown=1',
    '__proto__=1',
    'insecureSkipTLSVerifyBackend=true',
    'command=sh',
    'limit=1&limit=2',
    'watch=false&watch=true',
    '%77atch=true',
    'limit=1;watch=true',
    'limit=%0a',
    'limit=%00',
    'limit=%2',
    'limit=%zz',
    'limit=\r\nx: y',
    'limit=1#x',
    'limit=é',
    'limit=a b',
    '&',
    '=',
    `continue=${'a'.repeat(20_000)}`,
  ])('refuses %j', (query) => {
    expect(() => guardQuery(query)).toThrow(ProblemError);
  });
});
