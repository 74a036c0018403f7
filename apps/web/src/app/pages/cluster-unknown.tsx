import { useTranslation } from 'react-i18next';
import { useConfig } from '../../api/use-config.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { PlainPage } from './plain-page.tsx';

/** The address names a cluster that is not configured. */
export function ClusterUnknown({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation('app');
  const clusters = useConfig().data?.clusters ?? [];
  return (
    <main>
      <PlainPage title={t('unknown.cluster', { cluster })}>
        <p>{t('unknown.clusterAdvice')}</p>
        <ul>
          {clusters.map(({ name }) => (
            <li key={name}>
              <AppLink to={`/clusters/${encodeURIComponent(name)}`}>{safeText(name)}</AppLink>
            </li>
          ))}
        </ul>
      </PlainPage>
    </main>
  );
}
