import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { recall, remember } from '../api/browser-memory.ts';
import classes from './resizable-pane.module.css';

const LEAST = 15;
const MOST = 75;
const STEP = 2;

export interface ResizablePaneProps {
  readonly side: 'right' | 'bottom';
  /** where the browser keeps the size */
  readonly memory: string;
  /** percent of what the pane stands in */
  readonly initial: number;
  readonly label: string;
  /** what the edge that is pulled is called */
  readonly handleLabel: string;
  /** a size (CSS) in place of the one that was pulled; the edge does not move then */
  readonly fixed?: string;
  readonly children: ReactNode;
}

/** A part of the page whose inner edge is pulled by mouse or by the arrow keys; its size is remembered. */
export function ResizablePane({ side, memory, initial, label, handleLabel, fixed, children }: ResizablePaneProps) {
  const pane = useRef<HTMLElement>(null);
  const [percent, setPercent] = useState(() => remembered(memory) ?? initial);
  const set = (next: number) => setPercent(clamp(next));
  const keep = (next: number) => {
    set(next);
    remember(memory, String(clamp(next)));
  };
  const style: CSSProperties & Record<`--${string}`, string> = { '--pane-size': fixed ?? `${percent}%` };

  function pull(event: PointerEvent<HTMLElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const room = pane.current?.parentElement?.getBoundingClientRect();
    if (room === undefined) return;
    set(
      side === 'right'
        ? ((room.right - event.clientX) / room.width) * 100
        : ((room.bottom - event.clientY) / room.height) * 100,
    );
  }

  function press(event: KeyboardEvent<HTMLElement>): void {
    const [grow, shrink] = side === 'right' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const next =
      event.key === grow
        ? percent + STEP
        : event.key === shrink
          ? percent - STEP
          : event.key === 'Home'
            ? LEAST
            : event.key === 'End'
              ? MOST
              : undefined;
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    keep(next);
  }

  // WAI-ARIA's window splitter: a separator that is moved is a control
  const splitter = {
    role: 'separator',
    tabIndex: 0,
    'aria-label': handleLabel,
    'aria-orientation': side === 'right' ? 'vertical' : 'horizontal',
    'aria-valuemin': LEAST,
    'aria-valuemax': MOST,
    'aria-valuenow': Math.round(percent),
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: pull,
    onPointerUp: () => keep(percent),
    onDoubleClick: () => keep(initial),
    onKeyDown: press,
  } as const;

  return (
    <section
      ref={pane}
      className={classes.pane}
      data-side={side}
      data-fixed={fixed === undefined ? undefined : true}
      aria-label={label}
      style={style}
    >
      {fixed === undefined ? <div {...splitter} className={classes.handle} /> : null}
      {children}
    </section>
  );
}

function clamp(percent: number): number {
  return Math.min(MOST, Math.max(LEAST, percent));
}

function remembered(memory: string): number | undefined {
  const percent = Number.parseFloat(recall(memory) ?? '');
  return Number.isFinite(percent) ? clamp(percent) : undefined;
}
