// @vitest-environment jsdom
import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import type { SessionWrite } from '../../api/writes/undo-memory.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import type { Words } from '../use-words.ts';
import { undoName, undoWord } from './write-words.ts';

const POD: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', uid: 'u' } };
const CASES: readonly [string, KubeObject | undefined, KubeObject | undefined][] = [
  ['Undo: Pod web saved', POD, POD],
  ['Create again: Pod web deleted', POD, undefined],
  ['Delete …: Pod web created', undefined, POD],
];
const t: Words = (key, values) => i18next.t(key, { ns: 'writes', ...values });

beforeAll(() => startAllWords());

function written(before: KubeObject | undefined, after: KubeObject | undefined): SessionWrite {
  const ref = { cluster: 'c', resource: fakeResource('v1/pods', 'Pod'), namespace: 'a', name: 'web' };
  return { id: 1, cluster: 'c', at: 0, items: [{ kind: 'object', ref, before, after }], undone: false };
}

it.each(CASES)('calls the button by the word that stands on it: %s', (name, before, after) => {
  const write = written(before, after);
  expect(undoName(write, t)).toBe(name);
  expect(name.startsWith(t(undoWord(write)))).toBe(true);
});
