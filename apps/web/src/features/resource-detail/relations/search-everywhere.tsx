import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useDiscovery } from '../../../api/discovery.ts';
import { findChildren } from '../../../api/find-children.ts';
import type { DiscoveredResource, ObjectRef } from '../../../api/kube-object.ts';
import { useWords } from '../../../ui/use-words.ts';
import classes from './relations.module.css';

type State =
  | { readonly step: 'idle' }
  | { readonly step: 'looking'; readonly done: number; readonly of: number }
  | {
      readonly step: 'done';
      readonly found: number;
      readonly of: number;
      readonly partly: number;
      readonly refused: number;
    };

interface SearchEverywhereProps {
  readonly target: ObjectRef;
  readonly uid: string;
  /** kinds in which children were found; the tree follows them from now on */
  readonly onFound: (kinds: readonly DiscoveredResource[]) => void;
}

/** Looks once through every kind that the cluster serves for children of the object: what no kind file foresees is found so. */
export function SearchEverywhere({ target, uid, onFound }: SearchEverywhereProps) {
  const t = useWords('object');
  const { resources } = useDiscovery(target.cluster);
  const [state, setState] = useState<State>({ step: 'idle' });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  async function look(): Promise<void> {
    const control = new AbortController();
    abort.current = control;
    const onProgress = (done: number, of: number) => {
      if (!control.signal.aborted) setState({ step: 'looking', done, of });
    };
    const answer = await findChildren(target, uid, resources, { signal: control.signal, onProgress });
    if (control.signal.aborted) return;
    const kinds = [...new Set(answer.children.map(({ ref }) => ref.resource))];
    onFound(kinds);
    setState({ step: 'done', of: answer.of, found: kinds.length, partly: answer.partly, refused: answer.refused });
  }

  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        disabled={state.step === 'looking' || resources.length === 0}
        onClick={() => void look()}
      >
        {t('everywhere.look')}
      </Button>
      <span role="status" className={classes.dim}>
        {state.step === 'looking' ? t('everywhere.progress', { done: state.done, of: state.of }) : null}
        {state.step === 'done' ? t('everywhere.done', { count: state.found, of: state.of }) : null}
        {state.step === 'done' && state.partly > 0 ? ` ${t('everywhere.partly', { count: state.partly })}` : null}
        {state.step === 'done' && state.refused > 0 ? ` ${t('everywhere.refused', { count: state.refused })}` : null}
      </span>
    </>
  );
}
