import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListSearch } from '../../api/list-search.ts';
import { safeText } from '../../ui/safe-text.ts';
import type { LabelPick } from './added-columns.ts';
import { withLabel } from './with-label.ts';

/** A click on a label's cell narrows the list to it: the label joins the selector in the address. */
export function useLabelPick(selector: string | undefined, onSearch: (patch: Partial<ListSearch>) => void): LabelPick {
  const { t } = useTranslation('list');
  return useMemo(
    () => ({
      run: (key, value) => onSearch({ l: withLabel(selector ?? '', key, value) }),
      title: (key, value) => t('onlyLabel', { label: safeText(`${key}=${value}`) }),
    }),
    [selector, onSearch, t],
  );
}
