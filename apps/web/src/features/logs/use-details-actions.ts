import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { DetailsActions } from './line-details.tsx';
import type { LogRing } from './log-ring.ts';
import { type LogSettings, writeSettings } from './log-settings.ts';
import type { LogSource } from './log-sources.ts';
import { startBefore } from './log-start.ts';

/** What can be done from a line's details: columns, filters, links. */
export function useDetailsActions(
  settings: LogSettings,
  change: (patch: Partial<LogSettings>) => void,
  sources: readonly LogSource[],
  ring: LogRing,
): DetailsActions {
  const router = useRouter();
  return useMemo(() => {
    const { columns, filter } = settings;
    return {
      columns,
      onColumn: (path) =>
        change({ columns: columns.includes(path) ? columns.filter((each) => each !== path) : [...columns, path] }),
      onField: (sense, path, value) =>
        change({ filter: { ...filter, fields: [...filter.fields, { sense, path, value }] } }),
      onOnlySource: (key) =>
        change({
          filter: {
            ...filter,
            hiddenSources: [...new Set(sources.map((source) => source.key))].filter((each) => each !== key),
          },
        }),
      linkTo: (entry, source) => {
        const { pathname, search } = router.history.location;
        const params = new URLSearchParams(search);
        writeSettings(params, {
          ...settings,
          start: startBefore(entry, ring),
          line: { time: entry.time, source: source.key },
        });
        return `${pathname}?${params}`;
      },
    };
  }, [settings, change, sources, ring, router]);
}
