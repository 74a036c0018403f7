// @vitest-environment jsdom
import { beforeAll, expect, it } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { type Row, rowOfWire } from '../../live/row.ts';
import { RowReader } from '../../live/row-reader.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import { ManualClock } from '../../live/test/manual-clock.ts';
import { follow } from './claim-users.ts';
import { usersColumn } from './users-column.ts';

beforeAll(() => startAllWords());

const claim = (name: string, owners: unknown = null) => rowOfWire([name, 'ns', name, 0, null, [], owners]);
const pod = (name: string, claims: readonly string[], containers: readonly string[] | null = ['c'], namespace = 'ns') =>
  [`${namespace}-${name}`, namespace, name, 0, null, ['Running'], claims, containers] as const;

function start(namespaces: readonly string[] | null = ['ns']) {
  const clock = new ManualClock();
  const source = new FakeLiveSource();
  const reader = new RowReader([], usersColumn.fields ?? []);
  let valuesOf = (_: Row): readonly unknown[] => [];
  const stop = follow(
    {
      cluster: 'c',
      namespaces,
      resources: [],
      source,
      paths: ['@usedBy'],
      tell: (values) => {
        valuesOf = (row) => values(row, () => row.fields[0] ?? undefined);
      },
    },
    clock,
  );
  const view = (row: Row) => reader.view({ ...row, fields: [row.fields[0], ...valuesOf(row)] });
  const shown = (row: Row) => {
    clock.advance(500);
    const said = view(row);
    return [usersColumn.text(said), usersColumn.describe?.(said, (key) => key)].filter(Boolean).join(': ');
  };
  return { source, stop, shown, link: (row: Row) => usersColumn.link?.(view(row)) };
}

it('names the pods that use a claim, and says of which there are none, as pods come and go (T6.1-33)', () => {
  const { source, shown, stop, link } = start();
  expect(source.queries).toMatchObject([{ resource: 'v1/pods', namespaces: ['ns'] }]);
  source.columns({ name: 'Status' });
  source.rows([pod('web-0', ['www-web-0']), pod('web-1', ['www-web-1', 'shared'])]);
  // the list is not complete yet: nobody is said to be missing
  expect(shown(claim('www-web-2'))).toBe('');
  source.status({ state: 'live' });
  expect(shown(claim('www-web-0'))).toBe('web-0');
  expect(link(claim('www-web-0'))).toEqual({ group: '', kind: 'Pod', name: 'web-0', namespace: 'ns' });
  expect(shown(claim('www-web-2'))).toBe('Not used by any Pod');
  source.rows([pod('web-10', ['shared']), pod('web-2', ['shared'])], { remove: ['ns-web-0'] });
  expect(shown(claim('shared'))).toBe('web-1 +2: web-1, web-2, web-10');
  expect(link(claim('shared'))).toBeUndefined();
  expect(shown(claim('www-web-0'))).toBe('Not used by any Pod');
  stop();
  expect(source.queries).toEqual([]);
});

it('knows a claim of an ephemeral volume by the pod that owns it', () => {
  const { source, shown } = start();
  source.columns({ name: 'Status' });
  source.rows([pod('job-1', [])]);
  source.status({ state: 'live' });
  const owner = (name: string) => [{ kind: 'Pod', name, uid: 'u' }, null];
  expect(shown(claim('job-1-scratch', owner('job-1')))).toBe('job-1');
  expect(shown(claim('job-2-scratch', owner('job-2')))).toBe('Not used by any Pod');
});

it('does not say that nobody uses a claim where it cannot know', () => {
  const { source, shown } = start(null);
  source.columns({ name: 'Status' });
  source.rows([pod('huge', [], null), pod('web-0', ['data'], ['c'], 'other')]);
  source.status({ state: 'live' });
  expect(shown(claim('www'))).toBe('–: Which pods use it cannot be read');
  expect(shown({ ...claim('www'), namespace: 'other' })).toBe('Not used by any Pod');
  // the same name elsewhere is another claim
  expect(shown({ ...claim('data'), namespace: 'other' })).toBe('web-0');
  source.status({ state: 'denied' });
  expect(shown(claim('www'))).toBe('–: Which pods use it cannot be read');
});
