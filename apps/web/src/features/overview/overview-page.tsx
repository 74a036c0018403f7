import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from '../../api/object-count.ts';
import { useSession } from '../../api/use-session.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { safeText } from '../../ui/safe-text.ts';
import { CertificateNotice } from './certificate-notice.tsx';
import { Counts } from './counts.tsx';
import classes from './overview.module.css';
import { TroubledNodes, TroubledPods } from './troubled.tsx';
import { Warnings } from './warnings.tsx';

const ClusterDetails = lazyWithWords(['nodes', 'problems'], () => import('./cluster-details.tsx'));

/** What the cluster (or the person's namespaces in it) holds, and what in it needs attention. */
export default function OverviewPage({ cluster, scope }: { readonly cluster: string; readonly scope: Scope }) {
  const { t } = useTranslation('overview');
  const session = useSession(cluster);

  useEffect(() => {
    document.title = `${t('title')} · ${cluster} – Quarterdeck`;
  }, [t, cluster]);

  return (
    <div className={classes.page}>
      <div className={classes.titleRow}>
        <h1 className={classes.title}>{safeText(cluster)}</h1>
        <span className={classes.facts}>
          {session?.serverVersion ? `Kubernetes ${safeText(session.serverVersion)}` : null}
          {scope === null ? null : ` · ${t('scope', { count: scope.length, namespaces: safeText(scope.join(', ')) })}`}
        </span>
      </div>
      {scope === null ? <CertificateNotice /> : null}
      <Counts cluster={cluster} scope={scope} />
      {scope === null ? <TroubledNodes cluster={cluster} /> : null}
      <TroubledPods cluster={cluster} scope={scope} />
      <Warnings cluster={cluster} scope={scope} />
      {scope === null ? (
        <Suspense fallback={null}>
          <ClusterDetails cluster={cluster} />
        </Suspense>
      ) : null}
    </div>
  );
}
