import { isLabelKey, isLabelValue } from '@quarterdeck/shared/label-selector';
import type { Row } from '../../live/row.ts';

export interface LabelProposal {
  /** "app=web" */
  readonly text: string;
  /** rows of the sample that carry it */
  readonly count: number;
}

/** Labels that tell rows apart: carried by several, not by all; the most common first. */
export function proposeLabels(rows: readonly Row[], most: number): LabelProposal[] {
  const counts = new Map<string, number>();
  for (const { labels } of rows)
    for (const [key, value] of Object.entries(labels ?? {})) {
      if (!isLabelKey(key) || !isLabelValue(value)) continue;
      const text = `${key}=${value}`;
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  return [...counts]
    .filter(([, count]) => count < rows.length)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([text, count]) => ({ text, count }));
}

export interface KeyProposal {
  readonly key: string;
  /** rows of the sample that carry it */
  readonly count: number;
}

/** The keys of the rows' labels, the most common first. */
export function proposeLabelKeys(rows: readonly Row[], most: number): KeyProposal[] {
  return proposeKeys(
    rows.map(({ labels }) => Object.keys(labels ?? {})),
    most,
  );
}

/** The keys that most of the objects have, whose keys are given. */
export function proposeKeys(objects: readonly (readonly string[])[], most: number): KeyProposal[] {
  const counts = new Map<string, number>();
  for (const keys of objects) for (const key of keys) if (isLabelKey(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([key, count]) => ({ key, count }));
}
