import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** Looks up a text of one namespace; what pure functions take that speak the person's language. */
export type Words = (key: string, values?: Record<string, unknown>) => string;

/** i18next's function narrowed to {@link Words}. Stable until the language changes. */
export function useWords(namespace: string): Words {
  const { t } = useTranslation(namespace);
  return useCallback((key, values) => t(key, values ?? {}), [t]);
}
