import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { meaningfulChanges } from '../../api/writes/changed-paths.ts';
import { editableText } from '../../api/writes/editable-text.ts';
import { readText } from '../../api/writes/read-text.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { useWords } from '../use-words.ts';
import { CauseLine } from './cause-line.tsx';

const deployment = (image: string, cause?: string, replicas = 1): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    uid: 'u',
    ...(cause === undefined ? {} : { annotations: { 'kubernetes.io/change-cause': cause } }),
  },
  spec: { replicas, template: { spec: { containers: [{ name: 'web', image }] } } },
});

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
afterEach(cleanup);

interface Shown {
  readonly live: KubeObject | undefined;
  readonly result: KubeObject;
  readonly kind?: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}

function Line({ live, result, kind = 'deployments', text, onText }: Shown) {
  const resource = fakeResource(`apps/v1/${kind}`, 'Deployment');
  return (
    <CauseLine
      t={useWords('writes')}
      target={{ cluster: 'c', resource, namespace: 'n', name: 'web' }}
      review={{
        live,
        result,
        changes: live === undefined ? [] : meaningfulChanges(live, result),
        warnings: [],
        dropped: [],
        taken: [],
        needsForce: false,
      }}
      text={text}
      busy={false}
      onText={onText}
    />
  );
}

function show(live: KubeObject | undefined, result: KubeObject, more: Partial<Shown> = {}) {
  const texts: string[] = [];
  render(
    <MantineProvider env="test">
      <Line live={live} result={result} text={editableText(result)} onText={(text) => texts.push(text)} {...more} />
    </MantineProvider>,
  );
  return { cause: () => (readText(texts.at(-1) ?? '').object as KubeObject | undefined)?.metadata.annotations ?? {} };
}
const type = (value: string) => fireEvent.change(screen.getByLabelText('Change-cause'), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

it('puts the cause of a new revision into the text (CTL-36)', () => {
  const { cause } = show(deployment('1'), deployment('2'));
  expect(screen.getByRole('button', { name: 'Put it into the text' }).hasAttribute('disabled')).toBe(true);
  type(' to 2 ');
  press('Put it into the text');
  expect(cause()).toEqual({ 'kubernetes.io/change-cause': 'to 2' });
});

it('says that the cause of the last revision would be told again, and takes it out', () => {
  const { cause } = show(deployment('1', 'to 1'), deployment('2', 'to 1'));
  expect(screen.getByText(/the cause of the last one: “to 1”/)).toBeTruthy();
  press('Take it out of the text');
  expect(cause()).toEqual({});
  type('to 2');
  press('Put it into the text');
  expect(cause()).toEqual({ 'kubernetes.io/change-cause': 'to 2' });
});

it('of a text whose annotations stand elsewhere it says so', () => {
  show(deployment('1'), deployment('2'), { text: 'a: &a {b: c}\nmetadata: {annotations: *a}\n' });
  type('to 2');
  press('Put it into the text');
  expect(screen.getByText(/put kubernetes.io\/change-cause in by hand/)).toBeTruthy();
});

it.each<[string, KubeObject | undefined, KubeObject, Partial<Shown>, string]>([
  ['the edit has one', deployment('1', 'a'), deployment('2', 'b'), {}, 'The history will say: “b”.'],
  ['the template stays', deployment('1'), deployment('1', undefined, 2), {}, ''],
  ['a new object', undefined, deployment('1'), {}, ''],
  ['a kind without revisions', deployment('1'), deployment('2'), { kind: 'replicasets' }, ''],
])('asks for none where %s', (_, live, result, more, text) => {
  show(live, result, more);
  expect(screen.queryByLabelText('Change-cause')).toBeNull();
  if (text !== '') expect(screen.getByText(text)).toBeTruthy();
});
