import { useCallback, useState } from 'react';
import { recall, remember } from '../../api/browser-memory.ts';
import { TIME_FORMATS, type TimeFormat } from './log-time.ts';

/** How a person likes logs; remembered by the browser. */
export interface LogPrefs {
  readonly time: TimeFormat;
  readonly wrap: boolean;
  /** JSON lines as their message and fields */
  readonly fields: boolean;
  /** stack traces folded */
  readonly fold: boolean;
  /** lines over time */
  readonly chart: boolean;
}

const USUAL: LogPrefs = { time: 'off', wrap: false, fields: true, fold: true, chart: true };
const KEY = 'logs';

/** Reads remembered preferences; what makes no sense is as usual. */
function readPrefs(text: string | null): LogPrefs {
  const said = parse(text);
  const flag = (name: 'wrap' | 'fields' | 'fold' | 'chart') => {
    const value = said[name];
    return typeof value === 'boolean' ? value : USUAL[name];
  };
  return {
    time: TIME_FORMATS.find((format) => format === said['time']) ?? USUAL.time,
    wrap: flag('wrap'),
    fields: flag('fields'),
    fold: flag('fold'),
    chart: flag('chart'),
  };
}

function parse(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The preferences, and a way to change them. */
export function useLogPrefs(): [LogPrefs, (patch: Partial<LogPrefs>) => void] {
  const [prefs, setPrefs] = useState(() => readPrefs(recall(KEY)));
  const change = useCallback((patch: Partial<LogPrefs>) => {
    setPrefs((before) => {
      const next = { ...before, ...patch };
      remember(KEY, JSON.stringify(next));
      return next;
    });
  }, []);
  return [prefs, change];
}
