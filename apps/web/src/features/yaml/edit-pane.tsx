import { Loader } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Draft } from '../../api/drafts.ts';
import { withoutServerFields } from '../../api/writes/server-fields.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { useWords } from '../../ui/use-words.ts';
import { copyOf } from './clean-copy.ts';
import { EditSession } from './edit-session.tsx';
import { RevealFirst } from './reveal-first.tsx';
import type { KeptDraft } from './use-draft.ts';
import type { EditMode } from './use-edit-mode.ts';
import { useYamlText } from './use-yaml-text.ts';
import classes from './yaml-tab.module.css';

export interface EditPaneProps extends DetailProps {
  readonly mode: EditMode;
  /** what the person goes on with */
  readonly draft: Draft | undefined;
  readonly drafts: KeptDraft;
  readonly secretFields: readonly string[];
  readonly onLeave: () => void;
}

/** An edit of the object, or of a new one made of it; loaded lazily, hence the default export. */
export default function EditPane(props: EditPaneProps) {
  const { object, mode, secretFields, onLeave } = props;
  const t = useWords('yaml');
  const [revealed, setRevealed] = useState(false);
  /** as it was when the edit began */
  const [base, setBase] = useState(object);
  const begun = useYamlText(useMemo(() => (mode === 'copy' ? copyOf(base) : withoutServerFields(base)), [base, mode]));
  const now = useYamlText(useMemo(() => withoutServerFields(object), [object]));
  const error = begun.error ?? now.error;

  if (!revealed && secretFields.some((field) => object[field] !== undefined))
    return <RevealFirst onReveal={() => setRevealed(true)} onLeave={onLeave} />;
  if (begun.text === undefined)
    return error === undefined ? (
      <div role="status" aria-label={t('opening')} className={classes.waiting}>
        <Loader size="sm" />
      </div>
    ) : (
      <p role="alert">
        {t('failed')} <code>{error}</code>
      </p>
    );
  return (
    <EditSession
      {...props}
      base={base}
      baseText={begun.text}
      liveText={mode === 'copy' ? undefined : now.text}
      onWritten={setBase}
    />
  );
}
