import '../../ui/more-styles.ts';
import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../ui/safe-text.ts';
import classes from './sign-in.module.css';

/** Before anybody types a token in vain: this page was opened at an address that the server does not take for its own. */
export function Elsewhere({ addresses }: { readonly addresses: readonly string[] }) {
  const { t } = useTranslation('sign-in');
  const here = location.origin;
  if (addresses.length === 0 || addresses.some((address) => new URL(address).origin === here)) return null;
  return (
    <Alert
      color="yellow"
      variant="outline"
      role="alert"
      title={t('elsewhere.title')}
      className={classes.elsewhere}
      classNames={{ title: classes.elsewhereTitle }}
    >
      {t('elsewhere.words', { here: safeText(here) })}
      <ul>
        {addresses.map((address) => (
          <li key={address}>
            <a href={address}>{safeText(address)}</a>
          </li>
        ))}
      </ul>
      {t('elsewhere.advice', { here: safeText(here) })}
    </Alert>
  );
}
