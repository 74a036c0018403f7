import { Button } from '@mantine/core';
import { BookOpen, Save, Search, X } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { kubectlCommand } from '../../actions/kubectl-command.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { kindOf } from '../../api/schema/schema-node.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { useSchemaSource } from '../../kinds/use-schema-source.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { CursorPlace, YamlEditorHandle } from '../../ui/yaml-editor/create-editor.ts';
import { YamlEditor } from '../../ui/yaml-editor/yaml-editor.tsx';
import { ChangedNotice } from './changed-notice.tsx';
import type { EditPaneProps } from './edit-pane.tsx';
import { ExplainPanel } from './explain-panel.tsx';
import { OwnerNotice } from './owner-notice.tsx';
import { useDraftKeeper } from './use-draft-keeper.ts';
import classes from './yaml-tab.module.css';

const ReviewDialog = lazyWithWords(['writes'], () => import('../../ui/write-review/review-dialog.tsx'));

interface EditSessionProps extends EditPaneProps {
  readonly base: KubeObject;
  readonly baseText: string;
  /** the object as it is now; undefined where that does not matter */
  readonly liveText: string | undefined;
  /** the object is written: what follows is an edit of what came of it */
  readonly onWritten: (object: KubeObject) => void;
}

/** The editor with its tools, and what becomes of the text. */
export function EditSession(props: EditSessionProps) {
  const { target, mode, draft, drafts, secretFields, base, baseText, liveText, onWritten, onLeave } = props;
  const t = useWords('yaml');
  const schemas = useSchemaSource(target.cluster);
  const editor = useRef<YamlEditorHandle>(null);
  const [begun] = useState(baseText);
  const [initialText] = useState(draft?.text ?? baseText);
  const [place, setPlace] = useState<CursorPlace>();
  const [explaining, setExplaining] = useState(false);
  const [review, setReview] = useState<{ readonly text: string; readonly target: ObjectRef }>();
  const [written, setWritten] = useState(false);
  const keeper = useDraftKeeper({
    editor,
    drafts,
    baseText: begun,
    resourceVersion: base.metadata.resourceVersion,
    secret: secretFields.length > 0,
    dirty: initialText !== begun,
  });

  const save = async () => {
    const text = editor.current?.text();
    if (text === undefined) return;
    keeper.keep();
    setReview({ text, target: mode === 'copy' ? await namedIn(text, target) : target });
  };

  return (
    <div>
      <OwnerNotice target={target} object={base} hidden={mode === 'copy'} />
      <ChangedNotice begun={begun} now={written ? undefined : liveText} secret={secretFields.length > 0} />
      <div className={classes.toolbar} role="toolbar" aria-label={t('toolbar')}>
        <Button
          size="compact-sm"
          leftSection={<Save size={14} aria-hidden="true" />}
          onClick={() => void save()}
          title={t('saveKeys')}
        >
          {t(mode === 'copy' ? 'create' : 'save')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Search size={14} aria-hidden="true" />}
          onClick={() => editor.current?.openSearch()}
        >
          {t('findReplace')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<BookOpen size={14} aria-hidden="true" />}
          aria-pressed={explaining}
          onClick={() => setExplaining(!explaining)}
        >
          {t('explain.title')}
        </Button>
        <span className={classes.space} />
        <span role="status" className={classes.kept}>
          {keeper.dirty ? t(keeper.survives ? 'kept' : 'keptHere') : t('unchanged')}
        </span>
        {mode === 'copy' ? null : (
          <span className={classes.command}>
            <code className={classes.commandText}>{kubectlCommand('edit', target)}</code>
            <CopyButton text={kubectlCommand('edit', target)} label={t('copyCommand')} />
          </span>
        )}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<X size={14} aria-hidden="true" />}
          onClick={() => {
            keeper.keep();
            onLeave();
          }}
        >
          {t('leave')}
        </Button>
      </div>
      <div className={classes.beside} data-open={explaining || undefined}>
        <YamlEditor
          initialText={initialText}
          label={t('editorLabel', { name: target.name })}
          editor={editor}
          schemas={schemas}
          onEdit={keeper.onEdit}
          onCursor={setPlace}
          onSave={() => void save()}
        />
        {explaining ? (
          <ExplainPanel
            schemas={schemas}
            kind={place?.kind ?? kindOf(base.apiVersion, base.kind)}
            path={place?.path}
            onClose={() => setExplaining(false)}
          />
        ) : null}
      </div>
      {review === undefined ? null : (
        <Suspense fallback={null}>
          <ReviewDialog
            target={review.target}
            text={review.text}
            {...(mode === 'copy' ? {} : { base, baseText: begun })}
            method={mode === 'copy' ? 'create' : 'replace'}
            secretFields={secretFields}
            schemas={schemas}
            onWritten={(object) => {
              keeper.written();
              setWritten(true);
              if (mode !== 'copy') onWritten(object);
            }}
            onFaults={(faults, goTo) => {
              void editor.current?.setFaults(faults).then(() => {
                if (goTo === undefined) return undefined;
                return editor.current?.goTo(
                  goTo.line !== undefined && goTo.path.length === 0 ? { line: goTo.line } : { path: goTo.path },
                );
              });
            }}
            onText={(text) => editor.current?.setText(text)}
            onClose={() => {
              setReview(undefined);
              if (written) onLeave();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** The object that a text makes: its own name and namespace, where it gives them. */
async function namedIn(text: string, target: ObjectRef): Promise<ObjectRef> {
  // the reader of YAML is large, and stands in the review's chunk anyway
  const { readText } = await import('../../api/writes/read-text.ts');
  const metadata = readText(text).object?.['metadata'];
  const { name, namespace } = (typeof metadata === 'object' && metadata !== null ? metadata : {}) as Record<
    string,
    unknown
  >;
  return {
    ...target,
    name: typeof name === 'string' ? name : '',
    namespace:
      target.namespace === undefined ? undefined : typeof namespace === 'string' ? namespace : target.namespace,
  };
}
