import { listPath } from '../../api/addresses.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { DetailSkeleton } from './detail-skeleton.tsx';

/** What stands in for an object that is not there: still loading, not found, denied and broken look different. */
export function AbsentObject({ target, status }: { readonly target: ObjectRef; readonly status: LiveStatus }) {
  const t = useWords('detail');
  const { resource, namespace, name, cluster } = target;
  const { state, problem } = status;
  const missing = state === 'live' || problem?.code === 'qd.api.not-found';
  if (missing)
    return (
      <EmptyState
        title={
          namespace === undefined
            ? t('absent.titleCluster', { kind: resource.kind, name: safeText(name) })
            : t('absent.title', { kind: resource.kind, name: safeText(name), namespace })
        }
        hint={t('absent.hint')}
      >
        <AppLink to={listPath(cluster, resource, namespace === undefined ? null : [namespace])}>
          {t('absent.list', { kind: resource.kind })}
        </AppLink>
      </EmptyState>
    );
  return problem === undefined ? <DetailSkeleton /> : <ProblemView problem={problem} />;
}
