import { Button } from '@mantine/core';
import { Boxes } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Drop } from '../../ui/drop.tsx';
import { countStates } from './log-sources.ts';
import type { SourceListProps } from './source-list.tsx';

const readList = () => import('./source-list.tsx');

/** How many containers are read; opens the list of them. */
export function SourcesButton(props: SourceListProps) {
  const { t } = useTranslation('logs');
  const [opened, setOpened] = useState(false);
  const { sources, hidden } = props;
  if (sources.length < 2) return null;
  const { failed } = countStates(sources);
  return (
    <Drop
      as="panel"
      position="bottom-start"
      width={560}
      padding={8}
      opened={opened}
      onChange={setOpened}
      read={readList}
      label={t('source.label')}
      button={
        <Button
          size="xs"
          variant="default"
          leftSection={<Boxes size={14} aria-hidden="true" />}
          {...(failed > 0 ? { c: 'var(--qd-health-failed)' } : {})}
        >
          {hidden.length === 0
            ? t('source.count', { count: sources.length })
            : t('source.countShown', {
                count: sources.length,
                shown: sources.filter(({ key }) => !hidden.includes(key)).length,
              })}
        </Button>
      }
    >
      {({ SourceList }) => <SourceList {...props} />}
    </Drop>
  );
}
