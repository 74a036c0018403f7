import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ALL_CONTAINERS } from '../../ui/container-picker.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useContainerParam } from '../../ui/use-container-param.ts';
import { logCommand } from './log-command.ts';
import { LogPanel } from './log-panel.tsx';
import type { LogRequest } from './log-source.ts';
import { useLogSettings } from './use-log-settings.ts';

export interface SelectorLogProps {
  readonly cluster: string;
  readonly namespaces: readonly string[];
  /** as kubectl writes it; "" for all pods */
  readonly labelSelector: string;
  /** uids: of those pods the ones that one of these controls; absent: all */
  readonly owners?: readonly string[] | undefined;
  readonly label: string;
  readonly fileName: string;
}

/** The logs of all pods that a selector picks, now and later. */
export function SelectorLog({ cluster, namespaces, labelSelector, owners, label, fileName }: SelectorLogProps) {
  const { t } = useTranslation('logs');
  const [asked, setContainer] = useContainerParam();
  const [settings] = useLogSettings();
  const container = asked === undefined || asked === ALL_CONTAINERS ? undefined : asked;
  const sources = useMemo<LogRequest['sources']>(
    () =>
      namespaces.map((namespace) => ({
        namespace,
        ...(labelSelector === '' ? {} : { labelSelector }),
        ...(container === undefined ? {} : { containers: [container] }),
        ...(owners === undefined ? {} : { owners: [...owners] }),
      })),
    [namespaces, labelSelector, container, owners],
  );
  return (
    <LogPanel
      key={container ?? ''}
      cluster={cluster}
      sources={sources}
      label={label}
      fileName={fileName}
      picker={(seen) => {
        const names = container === undefined || seen.includes(container) ? seen : [container, ...seen];
        return names.length < 2 && container === undefined ? null : (
          <NativeSelect
            size="xs"
            aria-label={t('container.label')}
            value={container ?? ALL_CONTAINERS}
            data={[
              { value: ALL_CONTAINERS, label: t('container.all') },
              ...names.map((value) => ({ value, label: safeText(value) })),
            ]}
            onChange={({ currentTarget }) => setContainer(currentTarget.value)}
          />
        );
      }}
      command={(timestamps) =>
        namespaces
          .map((namespace) =>
            logCommand(
              { namespace, ...(labelSelector === '' ? {} : { labelSelector }), container },
              settings,
              timestamps,
            ),
          )
          .join('; ')
      }
    />
  );
}
