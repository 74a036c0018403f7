import { useTranslation } from 'react-i18next';
import { AppLink } from '../../ui/app-link.tsx';
import { PlainPage } from './plain-page.tsx';

/** The address is none of this app's. */
export function AddressUnknown() {
  const { t } = useTranslation('app');
  return (
    <PlainPage title={t('unknown.address')}>
      <p>{t('unknown.addressAdvice')}</p>
      <p>
        <AppLink to="/">{t('unknown.home')}</AppLink>
      </p>
    </PlainPage>
  );
}
