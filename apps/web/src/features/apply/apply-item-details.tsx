import { Button, Modal } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Change } from '../../api/writes/changed-paths.ts';
import { pathText } from '../../api/writes/value-path.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import { FaultList } from '../../ui/write-review/fault-list.tsx';
import type { ApplyItem, Preview } from './apply-item.ts';
import type { ApplyItemProps } from './apply-item-view.tsx';
import classes from './apply-page.module.css';
import { removedOf } from './removed-of.ts';

const DiffView = lazy(async () => ({ default: (await import('../../ui/write-review/diff-view.tsx')).DiffView }));
const ObjectDiff = lazy(() => import('../../ui/write-review/object-diff.tsx'));

/** More fields are seen side by side. */
const SHOWN = 8;
const LONGEST = 80;

/** What a document would change, what is wrong with it, and what to do. */
export function ApplyItemDetails(props: ApplyItemProps & { readonly isOpen: boolean }) {
  const { t, item, faults, isOpen, schemas, onGoTo, onDraft } = props;
  const { manifest, state } = item;
  const writes = useWords('writes');
  const [diff, setDiff] = useState<'live' | 'draft'>();
  const removed = useMemo(
    () => (state.step === 'unserved' ? removedOf(manifest, schemas.kinds) : undefined),
    [state.step, manifest, schemas],
  );
  return (
    <div className={classes.details}>
      {state.step === 'later' && isOpen ? <p>{t(`later.${state.needs}`, { name: safeText(state.name) })}</p> : null}
      {removed === undefined ? null : (
        <div role="alert">
          <p>{removedWords(item, removed, t, writes)}</p>
          {removed.draft === undefined ? null : (
            <div className={classes.row}>
              <Button size="compact-xs" variant="default" onClick={() => setDiff('draft')}>
                {t('list.seeDraft')}
              </Button>
              <Button size="compact-xs" onClick={() => onDraft(item, removed.draft ?? '')}>
                {t('list.takeDraft')}
              </Button>
            </div>
          )}
        </div>
      )}
      {faults.length === 0 ? null : <FaultList faults={faults} t={writes} onGoTo={(fault) => onGoTo(item, fault)} />}
      {state.step === 'refused' && !faults.some(({ severity }) => severity === 'error') ? (
        <ProblemView problem={state.refusal.problem} compact />
      ) : null}
      {state.step === 'ready' && isOpen ? (
        <>
          <Changes t={t} preview={state.preview} isSecret={manifest.kind === 'Secret'} />
          <Button size="compact-xs" variant="default" onClick={() => setDiff('live')}>
            {t('list.sideBySide')}
          </Button>
        </>
      ) : null}
      {diff === undefined ? null : (
        <Modal
          opened
          size="min(1500px, 96vw)"
          title={safeText(`${manifest.kind} ${manifest.name}`)}
          closeButtonProps={{ 'aria-label': t('list.closeDiff') }}
          onClose={() => setDiff(undefined)}
        >
          <Suspense fallback={null}>
            {diff === 'draft' ? (
              <DiffView
                before={manifest.text}
                after={removed?.draft ?? ''}
                labels={{ before: writes('merge.mine'), after: writes('review.draft') }}
                t={writes}
              />
            ) : state.step === 'ready' ? (
              <ObjectDiff
                before={state.preview.live}
                after={state.preview.result}
                secretFields={manifest.kind === 'Secret' ? SECRET_FIELDS : NO_FIELDS}
              />
            ) : null}
          </Suspense>
        </Modal>
      )}
    </div>
  );
}

const SECRET_FIELDS = ['data', 'stringData'];
const NO_FIELDS: readonly string[] = [];

function removedWords(
  { manifest }: ApplyItem,
  { version, draft }: ReturnType<typeof removedOf>,
  t: Words,
  writes: Words,
) {
  const kind = safeText(manifest.kind);
  if (version === undefined) return t('list.unserved', { kind, version: safeText(manifest.apiVersion) });
  const { from, to } = version;
  const key = to === undefined ? 'removedForGood' : draft === undefined ? 'removedNoDraft' : 'removed';
  return writes(`fault.${key}`, { from, to, kind });
}

function Changes({
  t,
  preview,
  isSecret,
}: {
  readonly t: Words;
  readonly preview: Preview;
  readonly isSecret: boolean;
}) {
  const { outcome, changes } = preview;
  if (outcome === 'unchanged') return <p>{t('list.nothing')}</p>;
  if (outcome === 'created') return <p>{t('list.newObject')}</p>;
  return (
    <ul className={classes.changes}>
      {changes.slice(0, SHOWN).map((change) => (
        <li key={pathText(change.path)}>
          <code>{safeText(pathText(change.path))}</code> {changeWords(change, isSecret, t)}
        </li>
      ))}
      {changes.length > SHOWN ? <li>{t('list.moreChanges', { count: changes.length - SHOWN })}</li> : null}
    </ul>
  );
}

function changeWords({ path, before, after }: Change, isSecret: boolean, t: Words): string {
  const isHidden = isSecret && (path[0] === 'data' || path[0] === 'stringData');
  const shown = (value: unknown): string => {
    if (isHidden) return '••••';
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    return safeText(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  };
  if (before === undefined) return t('change.added', { after: shown(after) });
  if (after === undefined) return t('change.gone', { before: shown(before) });
  return t('change.to', { before: shown(before), after: shown(after) });
}
