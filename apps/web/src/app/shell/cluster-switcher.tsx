import { UnstyledButton } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { ChevronDown, Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useConfig } from '../../api/use-config.ts';
import { ChoiceMenu } from '../../ui/choice-menu.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { usePlace } from '../place.ts';
import classes from './header.module.css';

/** Names the cluster; with several, goes to another one (where its own session, or the sign-in page, waits). */
export function ClusterSwitcher() {
  const { t } = useTranslation('app');
  const router = useRouter();
  const { cluster } = usePlace();
  const clusters = useConfig().data?.clusters ?? [];
  const face = (
    <>
      <Server size={14} aria-hidden="true" />
      <span className={classes.pickerLabel}>{t('shell.cluster')}</span>
      <span className={classes.pickerValue} title={cluster}>
        {safeText(cluster)}
      </span>
    </>
  );
  if (clusters.length < 2) return <span className={classes.picker}>{face}</span>;
  return (
    <ChoiceMenu
      position="bottom-start"
      width={280}
      chosen={cluster}
      choices={clusters.map(({ name }) => ({
        id: name,
        title: safeText(name),
        choose: () => router.history.push(`/clusters/${encodeURIComponent(name)}`),
      }))}
      button={
        <UnstyledButton className={classes.picker} aria-label={t('shell.switchCluster', { cluster })}>
          {face}
          <ChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      }
    />
  );
}
