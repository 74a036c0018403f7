import { accessPath } from '../../api/addresses.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { AccessViewProps } from './access-fields.ts';
import classes from './access-page.module.css';
import { BindingsView } from './bindings-view.tsx';
import { MyPermissions } from './my-permissions.tsx';
import { RolesView } from './roles-view.tsx';
import { SubjectsView } from './subjects-view.tsx';
import { WhoCanView } from './who-can-view.tsx';

const TABS = ['mine', 'who', 'subjects', 'roles', 'bindings'] as const;
const VIEWS = {
  mine: MyPermissions,
  who: WhoCanView,
  subjects: SubjectsView,
  roles: RolesView,
  bindings: BindingsView,
} as const;

/** Who may do what: the person's own rights, who can, what everybody may do, and the roles. Loaded lazily, hence the default export. */
export default function AccessPage(props: AccessViewProps) {
  const { cluster, fields } = props;
  const t = useWords('access');
  const tab = TABS.find((each) => each === fields.tab) ?? 'mine';
  const View = VIEWS[tab];
  return (
    <article className={classes.page}>
      <h1 className={classes.title}>{t('title')}</h1>
      <nav className={classes.tabs} aria-label={t('tabs')}>
        {TABS.map((each) => (
          <AppLink
            key={each}
            to={accessPath(cluster, { tab: each })}
            className={classes.tab}
            aria-current={each === tab ? 'page' : undefined}
          >
            {t(`tab.${each}`)}
          </AppLink>
        ))}
      </nav>
      <View {...props} />
    </article>
  );
}
