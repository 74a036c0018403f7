import { useLocation, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type LogSettings, readSettings, writeSettings } from './log-settings.ts';

/** The log's part of the address, and a way to change it without a new entry in the history. */
export function useLogSettings(): [LogSettings, (patch: Partial<LogSettings>) => void] {
  const router = useRouter();
  const search = useLocation({ select: (location) => location.searchStr });
  const settings = useMemo(() => readSettings(new URLSearchParams(search)), [search]);
  const change = useCallback(
    (patch: Partial<LogSettings>) => {
      const { pathname, search: now } = router.history.location;
      const params = new URLSearchParams(now);
      writeSettings(params, { ...readSettings(params), ...patch });
      const text = params.toString();
      router.history.replace(`${pathname}${text === '' ? '' : `?${text}`}`);
    },
    [router],
  );
  return [settings, change];
}
