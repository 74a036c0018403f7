import { useTranslation } from 'react-i18next';
import { overviewPath } from '../../api/addresses.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { usePlace } from '../place.ts';
import { ClusterSwitcher } from './cluster-switcher.tsx';
import classes from './header.module.css';
import { LanguageSwitch } from './language-switch.tsx';
import { Mark } from './mark.tsx';
import { NamespacePicker } from './namespace-picker.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { WhoAmI } from './who-am-i.tsx';

/** Where one is (cluster, namespace) at the left; language, theme and who one is at the right. */
export function Header() {
  const { t } = useTranslation('app');
  const { cluster } = usePlace();
  return (
    <header className={classes.header}>
      <AppLink to={overviewPath(cluster)} className={classes.brand} aria-label={t('shell.home')}>
        <Mark size={22} />
        <span className={classes.word}>Quarterdeck</span>
      </AppLink>
      <ClusterSwitcher />
      <NamespacePicker key={cluster} />
      <span className={classes.space} />
      <LanguageSwitch />
      <ThemeSwitch />
      <WhoAmI />
    </header>
  );
}
