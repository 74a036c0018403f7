import { problem } from '@quarterdeck/shared/problem';
import { cleanup, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { columns, frame, live, names, nodes, open, pod, prepareList, source } from './test/open-list.tsx';

vi.mock('../../actions/use-actions.ts', () => ({ useActions: () => [] }));
prepareList();

describe('the states of a list', () => {
  it('says how fresh it is', () => {
    open();
    frame(() => {
      columns();
      source.status({ state: 'loading', loaded: 500, remaining: 1500 });
    });
    expect(screen.getByRole('status').textContent).toBe('Loading500 of 2,000');
    live(pod('a'));
    const since = new Date(2026, 0, 1, 14, 3, 22).getTime();
    frame(() =>
      source.status({
        state: 'stale',
        since,
        problem: problem('qd.live.disconnected', 'The connection to Quarterdeck is cut'),
      }),
    );
    expect(screen.getByRole('status').textContent).toContain('Stale since 14:03:22');
    expect(names()).toEqual(['a']);
  });

  it('says that some of the namespaces are missing', async () => {
    open({ namespaces: ['team-a', 'team-b'] });
    live(pod('a'));
    frame(() =>
      source.status({
        state: 'live',
        problem: problem('qd.api.forbidden', 'Forbidden', { params: { namespaces: 'team-b' } }),
      }),
    );
    expect(await screen.findByText(/^Not all is shown: .*\(in team-b\)$/)).toBeTruthy();
    expect(names()).toEqual(['a']);
  });

  it('empty, denied, gone and broken look different', async () => {
    const { container } = open();
    live();
    expect(screen.getByText('No pods in team-a')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();

    frame(() =>
      source.status({
        state: 'denied',
        problem: problem('qd.api.forbidden', 'Forbidden', {
          detail: 'pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the namespace "team-a"',
        }),
      }),
    );
    await waitFor(() => expect(container.textContent).toContain('Needs list on pods in namespace team-a.'));
    expect(screen.getByRole('textbox', { name: 'Namespace' })).toBeTruthy();

    frame(() => source.status({ state: 'gone', problem: problem('qd.live.resource-unknown', 'Not served') }));
    await waitFor(() => expect(container.textContent).not.toContain('Needs list'));

    frame(() => source.status({ state: 'stale', problem: problem('qd.cluster.unreachable', 'Unreachable') }));
    expect((await screen.findByRole('alert')).dataset['look']).toBe('unreachable');
  });

  it('leaves the tools to mend a query that the server refused, and tells its words', async () => {
    const { container } = open({ search: { f: 'spec.colour=blue' } });
    const words = 'field label not supported: spec.colour';
    frame(() =>
      source.status({ state: 'denied', problem: problem('qd.api.bad-request', 'Bad request', { detail: words }) }),
    );
    expect((await screen.findByRole('alert')).textContent).toContain(words);
    expect(container.textContent).toContain('spec.colour=blue');
    expect(container.textContent).not.toContain('No access');
    expect(screen.getByText('Refused')).toBeTruthy();
  });

  it('T1-04, TUT-15: leads from an empty list of Deployments to the form that makes one', () => {
    open({ resource: { ...nodes, group: 'apps', resource: 'deployments', kind: 'Deployment', namespaced: true } });
    live();
    expect(screen.getByText('No deployments in team-a')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Deploy …' })).toBeTruthy();
    cleanup();
    open();
    live();
    expect(screen.queryByRole('button', { name: 'Deploy …' })).toBeNull();
  });

  it('names the right that a cluster-wide kind needs', async () => {
    const { container } = open({ resource: nodes, namespaces: null });
    frame(() => source.status({ state: 'denied', problem: problem('qd.api.forbidden', 'Forbidden') }));
    await waitFor(() => expect(container.textContent).toContain('Needs list on nodes, cluster-wide.'));
    expect(screen.queryByRole('textbox', { name: 'Namespace' })).toBeNull();
  });

  it('takes rows off the screen that may not be seen any more', () => {
    open();
    live(pod('secret-project'));
    frame(() => source.status({ state: 'denied', problem: problem('qd.api.forbidden', 'Forbidden') }));
    frame();
    expect(screen.queryByText(/secret-project/)).toBeNull();
  });
});
