import { Button } from '@mantine/core';
import { listPath } from '../../api/addresses.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { useWords } from '../../ui/use-words.ts';
import { useDeleted } from './deleted-context.ts';
import { PairsList } from './pairs-list.tsx';
import { Panel } from './panel.tsx';
import { useEditPairs } from './use-edit-pairs.ts';

interface PairsPanelProps extends DetailProps {
  readonly field: 'labels' | 'annotations';
  readonly pairs: Readonly<Record<string, string>> | undefined;
  readonly secret?: boolean;
}

/** The object's labels or annotations, which are changed here through their action and its trial run. */
export function PairsPanel({ field, pairs, secret = false, target, object }: PairsPanelProps) {
  const t = useWords('detail');
  const words = useWords('object');
  const editor = useEditPairs(field, { target, object });
  // what is gone can only be read
  const edit = useDeleted() ? undefined : editor;
  const denied = edit?.disabledReason;
  const { cluster, resource, namespace } = target;
  const list = listPath(cluster, resource, namespace === undefined ? null : [namespace]);
  return (
    <Panel
      title={t(`panel.${field}`)}
      id={field}
      tools={
        edit === undefined ? null : (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-disabled={denied !== undefined || undefined}
            title={denied}
            onClick={() => edit.open()}
          >
            {words(`pairs.edit.${field}`)}
          </Button>
        )
      }
    >
      <PairsList
        pairs={pairs}
        none={t(`${field}.none`)}
        secret={secret}
        edit={edit}
        othersPath={field === 'labels' ? (label) => `${list}?${new URLSearchParams({ l: label })}` : undefined}
      />
    </Panel>
  );
}
