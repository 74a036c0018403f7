import type { CSSProperties } from 'react';

/** What a mark means: the healths of kinds. */
type Tone = 'ok' | 'progressing' | 'warning' | 'failed' | 'stopped' | 'unknown';

/** A small picture in a list's cell, as data: parts of one thing each with its health, or a share of a whole. */
export type CellDrawing = { readonly squares: readonly Tone[] } | { readonly share: number; readonly tone: Tone };

const SIDE = 9;
const STEP = 12;
/** More would be a bar code. */
const MAX_SQUARES = 12;

/** Pixels that a drawing takes beside the text of its cell. */
export function drawingRoom(drawing: CellDrawing | undefined): number {
  return drawing && 'squares' in drawing ? Math.min(drawing.squares.length, MAX_SQUARES) * STEP : 0;
}

/**
 * The drawing as style of the cell itself (list-table.module.css paints it): a list has room for few elements. Shapes differ
 * as much as colours do, as those of ui/health-mark.tsx.
 */
export function drawingStyle(drawing: CellDrawing | undefined): CSSProperties | undefined {
  if (drawing === undefined) return undefined;
  if (!('squares' in drawing)) {
    const percent = Math.round(Math.min(1, Math.max(0, drawing.share)) * 100);
    return variables({ '--share': `${percent}%`, '--tone': colour(drawing.tone) });
  }
  const squares = drawing.squares.slice(0, MAX_SQUARES);
  const images = squares.flatMap((tone, i) => shape(tone).map((image) => image.replace('AT', `${i * STEP}px`)));
  return variables({ '--drawing': images.join(), '--room': `${squares.length * STEP - (STEP - SIDE)}px` });
}

/** Background layers of one square; AT stands for its place. */
function shape(tone: Tone): readonly string[] {
  const fill = `linear-gradient(${colour(tone)} 0 0)`;
  const box = (top: number, height: number): string => `${fill} AT ${top}px/${SIDE}px ${height}px no-repeat`;
  const slope = (degrees: number): string =>
    `linear-gradient(${degrees}deg,#0000 40%,${colour(tone)} 0 60%,#0000 0) AT 0/${SIDE}px ${SIDE}px no-repeat`;
  switch (tone) {
    case 'ok':
      return [box(0, SIDE)];
    case 'progressing':
      return [box(4, 5)];
    case 'warning':
      return [`conic-gradient(from 153deg at 50% 0,${colour(tone)} 54deg,#0000 0) AT 0/${SIDE}px ${SIDE}px no-repeat`];
    case 'failed':
      return [slope(45), slope(135)];
    case 'stopped':
      return [box(7, 2)];
    default:
      return [box(3, 3)];
  }
}

function colour(tone: Tone): string {
  return `var(--qd-health-${tone})`;
}

function variables(values: Readonly<Record<`--${string}`, string>>): CSSProperties {
  return values;
}
