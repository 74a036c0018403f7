/** What a header does under the pointer and the keys: loaded when a person first reaches for it. */
import i18next from 'i18next';
import { loadWords } from '../../i18n/i18n.ts';
import type { ColumnArranging } from './column-arranging.ts';
import { keptWidth } from './use-column-widths.ts';

/** A press that moves less than this is a click. */
const DRAG_PX = 6;
const KEY_STEP_PX = 16;
/** of a cell, both sides, and of the header's sort mark (list-table.module.css) */
const CELL_PADDING_PX = 18;
const HEALTH_PX = 18;
const SORT_PX = 14;
const MOST_FIT_PX = 900;

export interface HeadGrip {
  readonly id: string;
  /** the header cell, and where the pointer went down */
  readonly cell: HTMLElement;
  readonly x: number;
  readonly arranging: ColumnArranging;
}

/** Follows the pointer with the width of the column until it is released; Esc gives the width back. */
export function dragEdge({ id, cell, x, arranging }: HeadGrip): void {
  const width = cell.offsetWidth;
  let now = width;
  follow(cell, {
    move: (clientX) => {
      now = width + clientX - x;
      arranging.resize(id, now);
    },
    end: () => {
      arranging.settle();
      if (now !== width) sayWidth({ cell, arranging }, now);
    },
    cancel: () => {
      arranging.resize(id, width);
      arranging.settle();
    },
  });
}

/** Takes the column along with the pointer: it is put between the two headers where it is released. */
export function dragHead({ id, cell, x, arranging }: HeadGrip): void {
  let to: number | undefined;
  const others = headersOf(cell).filter((header) => header !== cell);
  const clear = () => {
    delete cell.dataset['dragged'];
    for (const other of others) delete other.dataset['drop'];
  };
  follow(cell, {
    move: (clientX) => {
      if (to === undefined && Math.abs(clientX - x) < DRAG_PX) return;
      to = others.filter((other) => middleOf(other) < clientX).length;
      clear();
      cell.dataset['dragged'] = '';
      const before = others[to];
      if (before !== undefined) before.dataset['drop'] = 'before';
      else if (others.length > 0) (others[others.length - 1] ?? cell).dataset['drop'] = 'after';
    },
    end: () => {
      clear();
      if (to === undefined) return;
      swallowClick();
      move({ id, cell, arranging }, to);
    },
    cancel: () => {
      clear();
      swallowClick();
    },
  });
}

/** Alt and an arrow move the column, Shift and an arrow change its width, Shift and Enter fit it. */
export function headKey(key: string, { id, cell, arranging }: Omit<HeadGrip, 'x'>, alt: boolean): void {
  const step = key === 'ArrowLeft' ? -1 : 1;
  if (key === 'Enter') fit({ id, cell, arranging });
  else if (alt) move({ id, cell, arranging }, headersOf(cell).indexOf(cell) + step);
  else give({ id, cell, arranging }, cell.offsetWidth + step * KEY_STEP_PX);
}

/** Gives the column the room that its longest text needs. */
export function fit({ id, cell, arranging }: Omit<HeadGrip, 'x'>): void {
  const grid = cell.closest('table');
  const pen = document.createElement('canvas').getContext('2d');
  if (grid === null || pen === null) return;
  const longest = (texts: readonly string[], element: Element): number => {
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(element);
    pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    return Math.max(0, ...texts.map((text) => pen.measureText(text).width));
  };
  const column = cell.getAttribute('aria-colindex') ?? '';
  const shown = grid.querySelector(`tbody [aria-colindex="${CSS.escape(column)}"]`) ?? grid;
  const mark = shown instanceof HTMLElement && shown.dataset['health'] !== undefined ? HEALTH_PX : 0;
  const head = longest([cell.textContent], cell) + SORT_PX;
  const body = longest(arranging.texts(id), shown) + mark;
  give({ id, cell, arranging }, Math.min(MOST_FIT_PX, Math.ceil(Math.max(head, body)) + CELL_PADDING_PX));
}

function move({ id, cell, arranging }: Omit<HeadGrip, 'x'>, to: number): void {
  const count = headersOf(cell).length;
  const column = cell.textContent;
  if (arranging.move(id, to)) say(arranging, 'place', { column, place: to + 1, count });
}

function give({ id, cell, arranging }: Omit<HeadGrip, 'x'>, px: number): void {
  arranging.resize(id, px);
  arranging.settle();
  sayWidth({ cell, arranging }, px);
}

function sayWidth({ cell, arranging }: Pick<HeadGrip, 'cell' | 'arranging'>, px: number): void {
  say(arranging, 'width', { column: cell.textContent, px: keptWidth(px) });
}

function say(arranging: ColumnArranging, what: 'place' | 'width', values: Readonly<Record<string, unknown>>): void {
  void loadWords(['columns']).then(() => arranging.say(i18next.t(`columns:told.${what}`, values)));
}

function headersOf(cell: HTMLElement): HTMLElement[] {
  return [...(cell.parentElement?.querySelectorAll<HTMLElement>('[data-column]') ?? [])];
}

function middleOf(element: HTMLElement): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}

interface Following {
  readonly move: (clientX: number) => void;
  readonly end: () => void;
  readonly cancel: () => void;
}

function follow(cell: HTMLElement, { move, end, cancel }: Following): void {
  const view = cell.ownerDocument.defaultView;
  if (view === null) return;
  const over = new AbortController();
  const { signal } = over;
  const finish = (what: () => void) => {
    over.abort();
    what();
  };
  view.addEventListener(
    'pointermove',
    ({ clientX, buttons }) => {
      // it was released before this was loaded, or outside the window
      if (buttons === 0) finish(end);
      else move(clientX);
    },
    { signal },
  );
  view.addEventListener('pointerup', () => finish(end), { signal });
  view.addEventListener('pointercancel', () => finish(cancel), { signal });
  view.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      finish(cancel);
    },
    { signal, capture: true },
  );
}

/** The click that ends a drag must not sort. */
function swallowClick(): void {
  const stop = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', stop, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', stop, { capture: true }), 0);
}
