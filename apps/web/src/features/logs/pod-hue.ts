import type { CSSProperties } from 'react';

/** Steps of the golden angle: neighbours in number are far apart in colour, however many there are. */
const GOLDEN_ANGLE = 137.508;

/** The colour of a pod, as a hue that the style sheet makes readable on its ground. */
export function podHue(colour: number): CSSProperties {
  return { '--qd-pod-hue': String(Math.round((210 + colour * GOLDEN_ANGLE) % 360)) } as CSSProperties;
}
