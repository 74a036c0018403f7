import { parseFieldPath, pickField } from '@quarterdeck/shared/field-path';
import { describe, expect, it } from 'vitest';
import type { RowView } from '../define-kind.ts';
import { CONTAINER_FIELDS, containersColumn } from './container-squares.ts';

function pod(containerStatuses: readonly object[], initContainerStatuses: readonly object[] = []): RowView {
  const object = { status: { containerStatuses, initContainerStatuses } };
  const fields = new Map(CONTAINER_FIELDS.map((path) => [path, pickField(object, parseFieldPath(path) ?? [])]));
  return {
    row: { uid: 'u', namespace: 'ns', name: 'n', created: 0, labels: null, cells: [], fields: [] },
    cell: () => '1/2',
    field: (path) => fields.get(path),
    reads: (path) => fields.has(path),
  };
}

const words: Readonly<Record<string, string>> = {
  'list.running': 'Running',
  'list.notReady': 'Running, not ready',
  'list.separator': '; ',
};
const read = (view: RowView) => ({
  drawing: containersColumn.draw?.(view),
  text: containersColumn.describe?.(view, (key, values) => words[key] ?? `${values?.['count']}×`),
});

const running = { ready: true, restartCount: 0, state: { running: { startedAt: 'now' } } };

describe('the containers of a pod', () => {
  it.each([
    ['ready', running, 'ok', 'app: Running'],
    ['not ready', { ...running, ready: false, restartCount: 3 }, 'warning', 'app: Running, not ready, 3×'],
    [
      'starting',
      { ready: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } },
      'progressing',
      'app: ContainerCreating',
    ],
    [
      'crashing',
      { ready: false, restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } } },
      'failed',
      'app: CrashLoopBackOff, 7×',
    ],
    [
      'killed',
      { ready: false, restartCount: 0, state: { terminated: { reason: 'OOMKilled' } } },
      'failed',
      'app: OOMKilled',
    ],
    [
      'done',
      { ready: false, restartCount: 0, state: { terminated: { reason: 'Completed' } } },
      'stopped',
      'app: Completed',
    ],
  ])('%s', (_what, status, tone, text) => {
    expect(read(pod([{ name: 'app', ...status }]))).toEqual({ drawing: { squares: [tone] }, text });
  });

  it('come after the sidecars, without init containers that are done', () => {
    const done = { name: 'migrate', ready: true, restartCount: 0, state: { terminated: { reason: 'Completed' } } };
    const view = pod([{ name: 'app', ...running, ready: false }], [done, { name: 'proxy', ...running }]);
    expect(read(view)).toEqual({
      drawing: { squares: ['ok', 'warning'] },
      text: 'proxy: Running; app: Running, not ready',
    });
  });

  it('are not drawn while there are none', () => expect(read(pod([])).drawing).toBeUndefined());

  it('of a healthy pod cost few bytes', () => {
    const view = pod([{ name: 'app', ...running }]);
    const fields = CONTAINER_FIELDS.map((path) => view.field(path)).filter((field) => field !== undefined);
    expect(JSON.stringify(fields).length).toBeLessThan(24);
  });
});
