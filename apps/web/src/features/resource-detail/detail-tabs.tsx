import { objectPath } from '../../api/addresses.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from './detail-tabs.module.css';

interface DetailTabsProps {
  readonly target: ObjectRef;
  readonly tabs: readonly { readonly id: string; readonly title: string }[];
  readonly current: string;
}

/** The views of an object as links: each has an address of its own and can be opened beside the others. */
export function DetailTabs({ target, tabs, current }: DetailTabsProps) {
  const t = useWords('kinds');
  return (
    <nav className={classes.tabs} aria-label={t('tab.label')}>
      {tabs.map(({ id, title }) => (
        <AppLink
          key={id}
          to={objectPath(target, id)}
          className={classes.tab}
          aria-current={id === current ? 'page' : undefined}
        >
          {t(title)}
        </AppLink>
      ))}
    </nav>
  );
}
