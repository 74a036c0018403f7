import type { CSSProperties } from 'react';
import type { AnsiColour, AnsiStyle } from './ansi.ts';
import type { LinePart } from './line-parts.ts';
import classes from './logs.module.css';

/** Pieces of a line: styled text, hits, escapes. */
export function LineText({
  parts,
  currentHit,
}: {
  readonly parts: readonly LinePart[];
  /** which of the hits is the current one */
  readonly currentHit: number | undefined;
}) {
  return parts.map((part) => (
    <Part key={part.at} part={part} current={part.hit !== undefined && part.hit === currentHit} />
  ));
}

function Part({ part, current }: { readonly part: LinePart; readonly current: boolean }) {
  const { text, style, escaped, hit } = part;
  if (hit !== undefined)
    return (
      <mark className={classes.hit} data-current={current || undefined}>
        {text}
      </mark>
    );
  if (escaped) return <span className={classes.escaped}>{text}</span>;
  const look = style === undefined ? undefined : styleOf(style);
  if (look === undefined) return text;
  return (
    <span style={look} data-free={typeof style?.fg === 'string' && style.bg === undefined ? true : undefined}>
      {text}
    </span>
  );
}
function styleOf(style: AnsiStyle): CSSProperties {
  const fg = style.bg === undefined ? colourOf(style.fg) : colourOn(style.bg, style.fg);
  const bg = colourOf(style.bg);
  // A colour of the writer's own choice is drawn as such on a ground of the writer's; on ours, logs.module.css keeps it readable.
  const free = typeof style.fg === 'string' && style.bg === undefined && !style.inverse;
  return {
    ...(free ? ({ '--qd-free-colour': fg } as CSSProperties) : {}),
    ...(style.inverse
      ? { color: bg ?? 'var(--mantine-color-body)', background: fg ?? 'var(--mantine-color-text)' }
      : { ...(fg !== undefined && !free ? { color: fg } : {}), ...(bg === undefined ? {} : { background: bg }) }),
    ...(style.bold ? { fontWeight: 700 } : {}),
    ...(style.dim ? { opacity: 0.7 } : {}),
    ...(style.italic ? { fontStyle: 'italic' } : {}),
    ...(style.underline || style.strike
      ? { textDecoration: `${style.underline ? 'underline' : ''} ${style.strike ? 'line-through' : ''}`.trim() }
      : {}),
  };
}

/** Black, white, grey and no colour at all mean "readable here": on a coloured ground that depends on the ground. */
function colourOn(ground: AnsiColour, colour: AnsiColour | undefined): string | undefined {
  if (colour !== undefined && colour !== 0 && colour !== 7 && colour !== 8 && colour !== 15) return colourOf(colour);
  // The palette is dark in the light scheme and light in the dark one: the page's own ground stands out from it in both.
  if (typeof ground === 'number') return 'var(--mantine-color-body)';
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(ground.slice(at, at + 2), 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 > 140 ? '#000' : '#fff';
}

function colourOf(colour: AnsiColour | undefined): string | undefined {
  return typeof colour === 'number' ? `var(--qd-ansi-${colour})` : colour;
}
