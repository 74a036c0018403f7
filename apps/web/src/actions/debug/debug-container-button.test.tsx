import { fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { openView, playWorkload } from '../../kinds/test/workload-view.tsx';
import { DebugContainerButton } from './debug-container-button.tsx';

playWorkload((path) => {
  if (path.endsWith('/api/v1'))
    return {
      groupVersion: 'v1',
      resources: ['pods', 'pods/ephemeralcontainers'].map((name) => ({
        name,
        kind: 'Pod',
        namespaced: true,
        verbs: ['get', 'patch'],
      })),
    };
  if (path.endsWith('/pods/no-shell'))
    return {
      metadata: { name: 'no-shell', namespace: 'ns', uid: 'u' },
      spec: { containers: [{ name: 'main', image: 'scratch' }] },
      status: { phase: 'Running', containerStatuses: [{ name: 'main', state: { running: {} } }] },
    };
  return path.endsWith('/apis') ? { groups: [] } : undefined;
}, {});

it('opens our own debug container for that pod (anchors 20)', async () => {
  openView(<DebugContainerButton cluster="c" namespace="ns" pod="no-shell" podUid="u" />);
  fireEvent.click(await screen.findByRole('button', { name: 'Debug container' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('no-shell');
});
