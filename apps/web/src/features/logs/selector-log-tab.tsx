import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SelectorLog } from './selector-log.tsx';
import { useLogSelector } from './use-log-selector.ts';

/** The logs tab of what picks or makes pods: a workload, a Service; loaded lazily, hence the default export. */
export default function SelectorLogTab({ target, object }: DetailProps) {
  const { t } = useTranslation('logs');
  const selector = useLogSelector(target, object);
  const { cluster, namespace = '', name, resource } = target;
  const namespaces = useMemo(() => [namespace], [namespace]);
  if (selector.state === 'none') return <EmptyState title={t('noSelector')} />;
  if (selector.state !== 'found') return <EmptyState title={t('state.connecting')} />;
  return (
    <SelectorLog
      key={object.metadata.uid}
      cluster={cluster}
      namespaces={namespaces}
      labelSelector={selector.text}
      owners={selector.owners}
      label={t('label', { container: `${resource.kind} ${name}` })}
      fileName={`${resource.resource}_${name}`}
    />
  );
}
