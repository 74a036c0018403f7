import { useRouter } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { useSession } from '../../api/use-session.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { applyDrop } from '../apply-drop.ts';
import { namespacesFor } from '../landing.ts';
import { usePlace } from '../place.ts';
import { readWithWholeKinds } from './with-whole-kinds.ts';

const ApplyPage = lazyWithWords(['apply', 'writes', 'editor', 'problems'], () =>
  readWithWholeKinds(() => import('./apply-page-parts.tsx')),
);

/** Where a text is applied to the cluster: into the namespace that is looked at, unless it says otherwise. */
export function ApplyRoute() {
  const router = useRouter();
  const { cluster } = usePlace();
  const session = useSession(cluster);
  const dropped = useSyncExternalStore(applyDrop.subscribe, applyDrop.current);
  const [first] = namespacesFor(cluster, session) ?? [];
  return (
    <ApplyPage
      key={cluster}
      cluster={cluster}
      namespace={first ?? session?.homeNamespace ?? 'default'}
      dropped={dropped}
      onTaken={applyDrop.clear}
      navigate={(path) => router.history.push(path)}
    />
  );
}
