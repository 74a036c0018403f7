import { Loader } from '@mantine/core';
import { Suspense, useState } from 'react';
import type { Draft } from '../../api/drafts.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { useWords } from '../../ui/use-words.ts';
import { DraftOffer } from './draft-offer.tsx';
import { useDraft } from './use-draft.ts';
import { useEditMode } from './use-edit-mode.ts';
import classes from './yaml-tab.module.css';
import { YamlView } from './yaml-view.tsx';

const EditPane = lazyWithWords(['yaml', 'editor'], () => import('./edit-pane.tsx'));
const NOTHING_SECRET: readonly string[] = [];

/** The object as YAML, to read and to edit; loaded lazily, hence the default export. */
export default function YamlTab({ target, object }: DetailProps) {
  const t = useWords('yaml');
  const [mode, setMode] = useEditMode();
  const secretFields = useKind(target.resource)?.secretFields ?? NOTHING_SECRET;
  const secret = secretFields.length > 0;
  const kept = useDraft(target, mode === 'copy' ? 'copy' : 'edit');
  /** what the person decided about the draft that was found: to go on with it, or to begin anew */
  const [taken, setTaken] = useState<Draft>();

  const leave = () => {
    setTaken(undefined);
    kept.look();
    setMode(undefined);
  };
  const editing = mode !== undefined && (kept.found === undefined || taken !== undefined);
  if (editing)
    return (
      <Suspense
        fallback={
          <div role="status" aria-label={t('opening')} className={classes.waiting}>
            <Loader size="sm" />
          </div>
        }
      >
        <EditPane
          key={mode}
          target={target}
          object={object}
          mode={mode}
          draft={taken}
          drafts={kept}
          secretFields={secretFields}
          onLeave={leave}
        />
      </Suspense>
    );
  return (
    <YamlView
      target={target}
      object={object}
      secretFields={secretFields}
      onEdit={kept.found === undefined ? () => setMode('yes') : undefined}
      onCopy={() => setMode('copy')}
      notice={
        kept.found === undefined ? null : (
          <DraftOffer
            draft={kept.found}
            secret={secret}
            onRestore={(draft) => {
              setTaken(draft);
              if (mode === undefined) setMode('yes');
            }}
            onDiscard={kept.discard}
          />
        )
      }
    />
  );
}
