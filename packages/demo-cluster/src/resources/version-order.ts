const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const RANKS: Readonly<Record<string, number>> = { '': 2, beta: 1, alpha: 0 };

/** Stability, major, minor; undefined for versions that do not look like Kubernetes'. */
function partsOf(version: string): [number, number, number] | undefined {
  const match = VERSION.exec(version);
  return match ? [RANKS[match[2] ?? ''] ?? 0, Number(match[1]), Number(match[3] ?? 0)] : undefined;
}

/** Newer and more stable versions first, then all others by name (apimachinery's version.CompareKubeAwareVersionStrings). */
export function byVersion(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : a > b ? 1 : 0;
  for (const [index, part] of left.entries()) if (part !== right[index]) return (right[index] ?? 0) - part;
  return 0;
}
