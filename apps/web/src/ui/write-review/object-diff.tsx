import { useMemo } from 'react';
import type { KubeObject } from '../../api/kube-object.ts';
import { diffTexts } from '../../api/writes/diff-texts.ts';
import { useWords } from '../use-words.ts';
import { DiffView } from './diff-view.tsx';

export interface ObjectDiffProps {
  /** undefined: the object is new */
  readonly before: KubeObject | undefined;
  readonly after: KubeObject;
  /** top-level fields whose values are masked */
  readonly secretFields?: readonly string[];
  /** never side by side */
  readonly narrow?: boolean;
}

const NONE: readonly string[] = [];

/** Two states of an object and what differs. Loaded lazily, hence the default export; speaks namespace "writes". */
export default function ObjectDiff({ before, after, secretFields = NONE, narrow = false }: ObjectDiffProps) {
  const t = useWords('writes');
  const texts = useMemo(() => diffTexts(before, after, secretFields), [before, after, secretFields]);
  return <DiffView {...texts} narrow={narrow} t={t} />;
}
