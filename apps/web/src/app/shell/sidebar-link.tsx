import { Box, FileText, Puzzle } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { listPath } from '../../api/addresses.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './sidebar.module.css';
import type { SidebarItem } from './sidebar-model.ts';

/** One kind in the sidebar. A kind that may not be listed stays reachable by its address, but is no link here. */
export function SidebarLink({
  item,
  cluster,
  namespaces,
  current,
  denied,
  narrow,
  kept,
}: {
  readonly item: SidebarItem;
  readonly cluster: string;
  readonly namespaces: readonly string[] | null;
  readonly current: boolean;
  readonly denied: boolean;
  readonly narrow: boolean;
  /** what goes along from the list that is shown, as the query of an address */
  readonly kept: string;
}) {
  const { t } = useTranslation('app');
  const { resource, definition } = item;
  const title = safeText(item.title);
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // the sidebar is longer than the window: where one is must be seen in it
    if (current) place.current?.scrollIntoView?.({ block: 'nearest' });
  }, [current]);
  const Icon = definition?.icon ?? (resource.group.includes('.') ? Puzzle : resource.namespaced ? FileText : Box);
  // a list whose rows are no objects (events that are added up) is of other labels; the link to where one is begins anew
  const keeps = resource.namespaced && definition?.list === undefined && !current;
  const face = (
    <>
      <Icon size={16} aria-hidden="true" className={classes.icon} />
      <span className={classes.title}>{title}</span>
    </>
  );
  if (denied && !current) {
    const reason = t(resource.namespaced ? 'shell.deniedInNamespace' : 'shell.deniedClusterWide', {
      // as RBAC and kubectl name it: the metrics API serves nodes too
      resource: resource.group === '' ? resource.resource : `${resource.resource}.${resource.group}`,
      namespace: namespaces?.[0] ?? '',
    });
    return (
      <li>
        <span className={classes.item} data-denied="" title={reason}>
          {face}
          <span className="qd-visually-hidden">{reason}</span>
        </span>
      </li>
    );
  }
  return (
    <li ref={place}>
      <AppLink
        to={listPath(cluster, resource, namespaces) + (keeps ? kept : '')}
        className={classes.item}
        aria-current={current ? 'page' : undefined}
        title={narrow ? title : undefined}
      >
        {face}
      </AppLink>
    </li>
  );
}
