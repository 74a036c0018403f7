import { ActionIcon } from '@mantine/core';
import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useVisited } from '../api/use-visited.ts';
import { type Visited, visited } from '../api/visited.ts';

/** Puts the page among the favourites of its cluster, or takes it off. */
export function StarButton({ cluster, page }: { readonly cluster: string; readonly page: Visited }) {
  const { t } = useTranslation('app');
  const on = useVisited(cluster).favourites.some(({ path }) => path === page.path);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={t('shell.star')}
      title={t('shell.star')}
      aria-pressed={on}
      onClick={() => visited.star(cluster, page, !on)}
    >
      <Star size={14} aria-hidden="true" {...(on ? { fill: 'currentColor' } : {})} />
    </ActionIcon>
  );
}
