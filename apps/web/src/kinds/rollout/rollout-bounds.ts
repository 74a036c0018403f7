import { numberAt, textAt, valueAt } from '../../api/read-field.ts';

/** How many pods a Deployment has at least ready and at most at all while it rolls out. */
interface RolloutBounds {
  readonly surge: number;
  readonly unavailable: number;
  readonly least: number;
  readonly most: number;
}

export interface Strategy {
  readonly type: string;
  /** a number or a share ("25%"), as typed; "" is the server's default */
  readonly maxSurge: string;
  readonly maxUnavailable: string;
}

const DEFAULT_SHARE = '25%';

/** The strategy of a Deployment as its fields say it. */
export function readStrategy(object: unknown): Strategy {
  const rolling = valueAt(object, 'spec.strategy.rollingUpdate');
  return {
    type: textAt(object, 'spec.strategy.type') || 'RollingUpdate',
    maxSurge: textAt(rolling, 'maxSurge'),
    maxUnavailable: textAt(rolling, 'maxUnavailable'),
  };
}

/** How many pods a Deployment wants. */
export function replicasOf(object: unknown): number {
  return numberAt(object, 'spec.replicas') ?? 1;
}

/**
 * The bounds as the controller computes them: shares of the surge are rounded up, those of the unavailable down, and where both
 * come to 0 one pod may be missing, since nothing could be replaced otherwise. Undefined: a value is neither number nor share.
 */
export function rolloutBounds(
  replicas: number,
  { type, maxSurge, maxUnavailable }: Strategy,
): RolloutBounds | undefined {
  if (type === 'Recreate') return { surge: 0, unavailable: replicas, least: 0, most: replicas };
  const surge = amount(maxSurge || DEFAULT_SHARE, replicas, Math.ceil);
  const share = amount(maxUnavailable || DEFAULT_SHARE, replicas, Math.floor);
  if (surge === undefined || share === undefined) return undefined;
  const unavailable = Math.min(replicas, surge === 0 && share === 0 ? 1 : share);
  return { surge, unavailable, least: replicas - unavailable, most: replicas + surge };
}

/** The API server refuses a strategy of which both are 0 as written, and more than 100% unavailable. */
export function isRefused({ type, maxSurge, maxUnavailable }: Strategy): boolean {
  if (type === 'Recreate') return false;
  const isZero = (text: string) => /^0+%?$/.test(text);
  const over = /^(\d+)%$/.exec(maxUnavailable)?.[1];
  return (isZero(maxSurge) && isZero(maxUnavailable)) || Number(over ?? 0) > 100;
}

function amount(text: string, replicas: number, round: (value: number) => number): number | undefined {
  const [, digits, percent] = /^(\d{1,9})(%?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return percent === '%' ? round((Number(digits) * replicas) / 100) : Number(digits);
}
