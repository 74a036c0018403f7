import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PodContainer } from '../api/pod-containers.ts';
import { safeText } from './safe-text.ts';

/** The value that stands for all containers; no container has such a name. */
export const ALL_CONTAINERS = '*';

const ROLES = ['main', 'sidecar', 'init', 'ephemeral'] as const;

/** Chooses one of a pod's containers; each is shown with its state. */
export function ContainerPicker({
  containers,
  value,
  onChange,
  all,
}: {
  readonly containers: readonly PodContainer[];
  readonly value: string;
  readonly onChange: (name: string) => void;
  /** words for all of them together, where that can be chosen */
  readonly all?: string;
}) {
  const { t } = useTranslation('logs');
  const words = ({ name, state }: PodContainer) => {
    const code = state?.exitCode ? ` ${state.exitCode}` : '';
    return `${name} · ${state?.reason || t(`container.phase.${state?.phase ?? 'unknown'}`)}${code}`;
  };
  const everything = all === undefined || containers.length < 2 ? [] : [{ value: ALL_CONTAINERS, label: all }];
  const groups = ROLES.map((role) => ({
    group: t(`container.role.${role}`),
    items: containers
      .filter((container) => container.role === role)
      .map((container) => ({ value: container.name, label: safeText(words(container)) })),
  })).filter(({ items }) => items.length > 0);
  return (
    <NativeSelect
      size="xs"
      aria-label={t('container.label')}
      value={value}
      // of one there is nothing to choose, but its state to read
      disabled={containers.length < 2}
      data={[...everything, ...groups]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
