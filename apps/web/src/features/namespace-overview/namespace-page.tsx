import { formatResource } from '@quarterdeck/shared/resource-path';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listPath, namespacePath } from '../../api/addresses.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { useSession } from '../../api/use-session.ts';
import { eventFields } from '../../live/read-event.ts';
import { useEventGroups } from '../../live/use-event-groups.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FreshnessChip } from '../../ui/freshness-chip.tsx';
import { Quotas } from '../../ui/quotas.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { StarButton } from '../../ui/star-button.tsx';
import { KindCounts, type KindGroup } from './kind-counts.tsx';
import { NamespaceActions } from './namespace-actions.tsx';
import classes from './namespace-page.module.css';
import { RecentWarnings, useNewestFirst } from './recent-warnings.tsx';
import { TroubleList } from './trouble-list.tsx';
import { useTrouble } from './use-trouble.ts';

export interface NamespacePageProps {
  readonly cluster: string;
  readonly namespace: string;
  /** the namespaced kinds that may be listed, as the sidebar groups them; none: nothing may be */
  readonly groups: readonly KindGroup[];
  /** those that surely may not */
  readonly denied: readonly DiscoveredResource[];
}

/** What one namespace holds, what of it needs a look, and what limits it: "get all", and more. */
export default function NamespacePage(props: NamespacePageProps) {
  return props.groups.length === 0 ? <NothingToSee {...props} /> : <Overview {...props} />;
}

/** The person may list nothing here: said once, instead of by every kind. */
function NothingToSee({ cluster, namespace }: NamespacePageProps) {
  const { t } = useTranslation('pages');
  const home = useSession(cluster)?.homeNamespace ?? undefined;
  return (
    <div className={classes.page}>
      <EmptyState
        title={t('namespace.refused', { namespace: safeText(namespace) })}
        hint={t('namespace.refusedHint', { namespace: safeText(namespace) })}
      >
        {home === undefined || home === namespace ? null : (
          <AppLink to={namespacePath(cluster, home)}>{t('workloads.elsewhere', { namespace: safeText(home) })}</AppLink>
        )}
      </EmptyState>
    </div>
  );
}

function Overview({ cluster, namespace, groups, denied }: NamespacePageProps) {
  const { t } = useTranslation('pages');
  const { resources } = useDiscovery(cluster);
  const trouble = useTrouble(cluster, namespace);
  const listable = new Set(
    groups.flatMap((group) => group.resources.filter((each) => each.group === '').map((each) => each.resource)),
  );
  const events = findResource(resources, '', 'events');
  const warnings = useEventGroups({
    cluster,
    resource: events === undefined ? 'v1/events' : formatResource(events),
    namespaces: [namespace],
    fieldSelector: 'type=Warning',
    fields: [...eventFields('')],
    mode: 'rows',
  });
  const groupsOfWarnings = useNewestFirst(warnings.store);
  const warned = useMemo(() => {
    const newest = new Map<string, string>();
    for (const { about, message } of groupsOfWarnings) {
      const key = `${about.kind}/${about.name}`;
      if (!newest.has(key)) newest.set(key, message);
    }
    return newest;
  }, [groupsOfWarnings]);

  const command = `kubectl get all -n ${namespace}`;
  const title = t('namespace.title', { namespace: safeText(namespace) });
  const { counts, status } = trouble;
  const nothingRuns = status.state === 'live' && counts.size > 0 && [...counts.values()].every((count) => count === 0);
  const begin = `kubectl create deployment hello --image=nginx -n ${namespace}`;
  return (
    <div className={classes.page}>
      <div className={classes.titleRow}>
        <h1 className={classes.title}>{title}</h1>
        <StarButton
          cluster={cluster}
          page={{ path: namespacePath(cluster, namespace), name: namespace, kind: 'Namespace', where: '' }}
        />
        <span className={classes.chip}>
          <FreshnessChip status={status} />
        </span>
        <NamespaceActions cluster={cluster} namespace={namespace} />
      </div>
      <p className={classes.command}>
        {t('namespace.command')}
        <code>{safeText(command)}</code>
        <CopyButton text={command} label={t('namespace.copy')} />
      </p>
      {nothingRuns ? (
        <EmptyState title={t('namespace.empty', { namespace: safeText(namespace) })} hint={t('namespace.emptyHint')}>
          <p className={classes.begin}>
            <code>{safeText(begin)}</code>
            <CopyButton text={begin} label={t('namespace.copy')} />
          </p>
        </EmptyState>
      ) : (
        <TroubleList cluster={cluster} namespace={namespace} trouble={trouble} warned={warned} />
      )}
      <KindCounts cluster={cluster} namespace={namespace} groups={groups} denied={denied} live={counts} />
      <Quotas
        cluster={cluster}
        namespace={namespace}
        withQuotas={listable.has('resourcequotas')}
        withLimits={listable.has('limitranges')}
      />
      <RecentWarnings
        cluster={cluster}
        eventsPath={events && listPath(cluster, events, [namespace])}
        warnings={groupsOfWarnings}
        status={warnings.status}
      />
    </div>
  );
}
