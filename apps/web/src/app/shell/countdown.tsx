import { humanDuration } from '@quarterdeck/shared/duration';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { onTick } from '../../ui/ticker.ts';

/** "in 52m", ticking by itself; "over" from then on. */
export function Countdown({ until }: { readonly until: number }) {
  const { t } = useTranslation('app');
  const left = useSyncExternalStore(onTick, () => {
    const seconds = until - Date.now() / 1000;
    return seconds <= 0 ? '' : humanDuration(seconds);
  });
  return <span>{left === '' ? t('whoAmI.over') : t('whoAmI.in', { duration: left })}</span>;
}
