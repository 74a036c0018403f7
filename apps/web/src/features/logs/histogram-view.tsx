import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bar, Histogram } from './histogram.ts';
import { formatTime } from './log-time.ts';
import classes from './logs.module.css';

const HEIGHT = 36;

interface Brush {
  readonly anchor: number;
  readonly at: number;
}

/** Lines over time; a stretch of it can be chosen by dragging, or with the arrow keys, Shift and Enter. */
export function HistogramView({
  histogram,
  from,
  to,
  onRange,
}: {
  readonly histogram: Histogram;
  /** the chosen stretch, in milliseconds */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly onRange: (range: { readonly from: number; readonly to: number } | undefined) => void;
}) {
  const { t, i18n } = useTranslation('logs');
  const [brush, setBrush] = useState<Brush>();
  const [dragging, setDragging] = useState(false);
  const { bars, most, width } = histogram;
  const last = bars.length - 1;

  const barAt = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = box.width === 0 ? 0 : (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(last, Math.floor(share * bars.length)));
  };
  const choose = ({ anchor, at }: Brush) => {
    const [low, high] = anchor < at ? [anchor, at] : [at, anchor];
    onRange({ from: histogram.from + low * width, to: histogram.from + (high + 1) * width - 1 });
    setBrush(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -bars.length, End: bars.length }[
      event.key
    ];
    if (by !== undefined) {
      const at = Math.max(0, Math.min(last, (brush?.at ?? (by > 0 ? -1 : last + 1)) + by));
      setBrush({ anchor: event.shiftKey && brush !== undefined ? brush.anchor : at, at });
    } else if (event.key === 'Enter' && brush !== undefined) choose(brush);
    else if (event.key === 'Escape' && (brush !== undefined || from !== undefined)) {
      setBrush(undefined);
      if (brush === undefined) onRange(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const number = (value: number) => value.toLocaleString(i18n.language);
  const words = (at: number) => {
    const { lines = 0, errors = 0, warnings = 0 } = bars[at] ?? {};
    return t('chart.bar', {
      from: clock(histogram.from + at * width, width),
      to: clock(histogram.from + (at + 1) * width, width),
      lines: number(lines),
      errors: number(errors),
      warnings: number(warnings),
    });
  };
  const shown = brush ?? chosen(histogram, from, to);
  const [low, high] =
    shown === undefined ? [0, -1] : [Math.min(shown.anchor, shown.at), Math.max(shown.anchor, shown.at)];
  const at = brush?.at ?? last;
  return (
    <div className={classes.chart}>
      <div
        className={classes.slider}
        role="slider"
        tabIndex={0}
        aria-label={t('chart.label')}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at}
        aria-valuetext={words(at)}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const bar = barAt(event);
          setDragging(true);
          setBrush({ anchor: bar, at: bar });
        }}
        onPointerMove={(event) => {
          const bar = barAt(event);
          if (dragging && brush !== undefined && brush.at !== bar) setBrush({ ...brush, at: bar });
          event.currentTarget.title = words(bar);
        }}
        onPointerUp={() => {
          setDragging(false);
          if (brush !== undefined) choose(brush);
        }}
        onPointerCancel={() => {
          setDragging(false);
          setBrush(undefined);
        }}
      >
        <svg viewBox={`0 0 ${bars.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {high < low ? null : <rect className={classes.brush} x={low} y={0} width={high - low + 1} height={HEIGHT} />}
          <path className={classes.barLines} d={pathOf(bars, most, ({ lines }) => [0, lines])} />
          <path className={classes.barWarnings} d={pathOf(bars, most, ({ errors, warnings }) => [errors, warnings])} />
          <path className={classes.barErrors} d={pathOf(bars, most, ({ errors }) => [0, errors])} />
        </svg>
      </div>
      <span className={classes.chartEnds} aria-hidden="true">
        <span>{clock(histogram.from, width)}</span>
        <span>{t('chart.most', { lines: number(most), span: spanText(width) })}</span>
        <span>{clock(histogram.from + bars.length * width, width)}</span>
      </span>
    </div>
  );
}

function chosen(
  { from: first, width, bars }: Histogram,
  from: number | undefined,
  to: number | undefined,
): Brush | undefined {
  if (from === undefined || to === undefined) return undefined;
  const low = Math.floor((from - first) / width);
  const high = Math.floor((to - first) / width);
  if (high < 0 || low >= bars.length) return undefined;
  return { anchor: Math.max(0, low), at: Math.min(bars.length - 1, high) };
}

/** One path for all bars: a hundred elements that change twice a second cost more than they show. */
function pathOf(bars: readonly Bar[], most: number, part: (bar: Bar) => readonly [below: number, own: number]): string {
  const scale = most === 0 ? 0 : HEIGHT / most;
  let path = '';
  for (const [index, bar] of bars.entries()) {
    const [below, own] = part(bar);
    if (own === 0) continue;
    // one line among thousands is still to be seen
    const height = Math.max(own * scale, 1.5);
    const top = HEIGHT - below * scale - height;
    path += `M${index + 0.1} ${top.toFixed(1)}h0.8v${height.toFixed(1)}h-0.8z`;
  }
  return path;
}

/** As much of a time of day as bars of that width need. */
function clock(at: number, width: number): string {
  const text = formatTime(new Date(at).toISOString(), 'local');
  return width >= 3_600_000 ? text.slice(0, 16) : width >= 1000 ? text.slice(11, 19) : text.slice(11);
}

function spanText(width: number): string {
  const seconds = width / 1000;
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
}
