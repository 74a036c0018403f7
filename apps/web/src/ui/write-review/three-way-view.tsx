import { Button, Group } from '@mantine/core';
import { useMemo, useState } from 'react';
import { meaningfulChanges } from '../../api/writes/changed-paths.ts';
import { editableText } from '../../api/writes/editable-text.ts';
import { ownersOf } from '../../api/writes/field-owners.ts';
import type { ReviewSession, ReviewState } from '../../api/writes/review-session.ts';
import { secretLines } from '../../api/writes/secret-lines.ts';
import { lineBreakOf, type MergeChoice, mergedText, threeWay } from '../../api/writes/three-way.ts';
import type { Words } from '../use-words.ts';
import { ConflictBlock } from './conflict-block.tsx';
import { SettledBlock } from './settled-block.tsx';
import { managerNames } from './taken-fields.tsx';
import classes from './three-way-view.module.css';

export interface ThreeWayViewProps {
  readonly t: Words;
  readonly session: ReviewSession;
  readonly state: Extract<ReviewState, { step: 'changed' }>;
  readonly secretFields: readonly string[];
  readonly baseText?: string;
  readonly onMerged: (text: string) => void;
  readonly onClose: () => void;
}

/** Both sides changed the object: what was, what is, and what the person wants; nothing is written over without a choice. */
export function ThreeWayView({ t, session, state, secretFields, baseText, onMerged, onClose }: ThreeWayViewProps) {
  const { base, live } = state;
  const mine = session.text;
  const blocks = useMemo(
    () => threeWay(baseText ?? editableText(base), mine, editableText(live)),
    [baseText, base, mine, live],
  );
  const conflicts = blocks.filter(({ kind }) => kind === 'conflict').length;
  const [choices, setChoices] = useState<readonly (MergeChoice | undefined)[]>([]);
  const open = conflicts - choices.filter((choice) => choice !== undefined).length;
  const managers = useMemo(
    () => managerNames(meaningfulChanges(base, live).flatMap(({ path }) => ownersOf(live, path))),
    [base, live],
  );
  const hide = useMemo(() => secretLines(secretFields), [secretFields]);
  const isOther = base.metadata.uid !== live.metadata.uid;
  let conflict = -1;
  return (
    <>
      <p role="alert" className={classes.head}>
        {t(isOther ? 'merge.recreated' : 'merge.head')}
        {managers === '' ? null : <span className={classes.dim}> {t('merge.by', { managers })}</span>}
      </p>
      <p className={classes.dim}>{conflicts === 0 ? t('merge.clean') : t('merge.hint', { count: conflicts })}</p>
      <div className={classes.blocks}>
        {blocks.map((block, index) => {
          // blocks have no name; their order does not change
          const key = `${block.kind} ${index}`;
          if (block.kind === 'settled') return <SettledBlock key={key} block={block} hide={hide} t={t} />;
          conflict += 1;
          const at = conflict;
          return (
            <ConflictBlock
              key={key}
              block={block}
              number={at + 1}
              choice={choices[at]}
              hide={hide}
              t={t}
              onChoose={(choice) =>
                setChoices(Array.from({ length: conflicts }, (_, i) => (i === at ? choice : choices[i])))
              }
            />
          );
        })}
      </div>
      <Group justify="flex-end" gap="xs" className={classes.footer}>
        <span role="status" className={classes.dim}>
          {open > 0 ? t('merge.open', { count: open }) : conflicts === 0 ? '' : t('merge.done')}
        </span>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('review.back')}
        </Button>
        <Button
          disabled={open > 0}
          onClick={() => {
            const merged = mergedText(blocks, choices, lineBreakOf(mine));
            if (merged !== undefined) onMerged(merged);
          }}
        >
          {t('merge.go')}
        </Button>
      </Group>
    </>
  );
}
