import { UnstyledButton } from '@mantine/core';
import { ChevronDown, Server } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfig } from '../../api/use-config.ts';
import { readWithWords } from '../../i18n/lazy-with-words.ts';
import { Drop } from '../../ui/drop.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { usePlace } from '../place.ts';
import classes from './header.module.css';

const readChoices = readWithWords(['sign-in'], () => import('./cluster-choices.tsx'));

/** Names the cluster; with several, goes to another one (where its own session, or the sign-in page, waits). */
export function ClusterSwitcher() {
  const { t } = useTranslation('app');
  const { cluster } = usePlace();
  const [opened, setOpened] = useState(false);
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
    <Drop
      as="menu"
      position="bottom-start"
      width={280}
      opened={opened}
      onChange={setOpened}
      read={readChoices}
      button={
        <UnstyledButton className={classes.picker} aria-label={t('shell.switchCluster', { cluster })}>
          {face}
          <ChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      }
    >
      {({ ClusterChoices }) => <ClusterChoices clusters={clusters} chosen={cluster} />}
    </Drop>
  );
}
