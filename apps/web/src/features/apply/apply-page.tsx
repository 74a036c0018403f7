// no part of the first page's styles
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { wizardPath } from '../../api/addresses.ts';
import { drafts } from '../../api/drafts.ts';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import { useConfig } from '../../api/use-config.ts';
import { useSession } from '../../api/use-session.ts';
import type { Fault } from '../../api/writes/fault.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { YamlEditorHandle } from '../../ui/yaml-editor/create-editor.ts';
import { YamlEditor } from '../../ui/yaml-editor/yaml-editor.tsx';
import { ApplyControls } from './apply-controls.tsx';
import type { ApplyItem } from './apply-item.ts';
import { ApplyList } from './apply-list.tsx';
import classes from './apply-page.module.css';
import { ApplyTarget } from './apply-target.tsx';
import { ApplyTools } from './apply-tools.tsx';
import type { Dropped } from './bring-files.ts';
import { BroughtNotice } from './brought-notice.tsx';
import { itemFaults, placedFaults } from './item-faults.ts';
import { useApplyRun } from './use-apply-run.ts';
import { useApplyText } from './use-apply-text.ts';
import { useBrought } from './use-brought.ts';
import { useSchemaNames } from './use-schema-names.ts';

export interface ApplyPageProps {
  readonly cluster: string;
  /** the one that is looked at: where documents go that name none */
  readonly namespace: string;
  readonly schemas: SchemaSource;
  /** files that were dropped on the window, wherever that was; each batch once */
  readonly dropped: readonly Dropped[] | undefined;
  readonly onTaken: () => void;
  readonly navigate: (path: string) => void;
}

/** Takes a text of any number of objects to the cluster, or away from it: looked at first, in the order of what depends on what. */
export default function ApplyPage({ cluster, namespace: here, schemas, dropped, onTaken, navigate }: ApplyPageProps) {
  const t = useWords('apply');
  const writes = useWords('writes');
  const editor = useRef<YamlEditorHandle | null>(null);
  const user = useSession(cluster)?.user.name ?? '';
  const draftKey = useMemo(() => ({ cluster, user, object: 'apply' }), [cluster, user]);
  const [initialText] = useState(() => drafts.find(draftKey)?.text ?? '');
  const [namespace, setNamespace] = useState(here);
  const [method, setMethod] = useState<'apply' | 'create'>('apply');
  const { run, snapshot, isStale, agreed, agree, check, apply, stop, outdate } = useApplyRun({
    cluster,
    namespace,
    method,
  });
  const keepDraft = useApplyText(editor, draftKey);
  const edited = (): void => {
    keepDraft();
    outdate();
  };
  const brought = useBrought(cluster, editor, edited);
  const canFetch = useConfig().data?.fetchUrl === true;

  const take = useRef(brought.take);
  take.current = brought.take;
  useEffect(() => {
    if (dropped === undefined) return;
    onTaken();
    void take.current(dropped);
  }, [dropped, onTaken]);

  const title = t('title');
  useEffect(() => {
    document.title = `${title} · ${cluster} – Quarterdeck`;
  }, [title, cluster]);

  const { items } = snapshot;
  const namesOf = useSchemaNames(schemas, items);
  const faults = useMemo(
    () => new Map(items.map((item) => [item.manifest.index, itemFaults(item, writes, namesOf(item))])),
    [items, writes, namesOf],
  );
  useEffect(() => {
    if (!isStale)
      editor.current?.setFaults(items.flatMap((item) => placedFaults(item, faults.get(item.manifest.index) ?? [])));
  }, [items, faults, isStale]);

  const goTo = ({ manifest }: ApplyItem, fault?: Fault): void => {
    const path = [...manifest.path, ...(fault?.path ?? (manifest.fault === 'syntax' ? [] : ['kind']))];
    editor.current?.goTo({ path, document: manifest.document });
    editor.current?.focus();
  };
  const text = (): string => editor.current?.text() ?? '';
  const checkNow = (): void => void check(text());
  const busy = snapshot.phase !== 'idle';
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>{t('title')}</h1>
      <ApplyTools
        t={t}
        canFetch={canFetch}
        busy={busy || brought.isBusy}
        onFiles={(files) => void brought.take(files)}
        onUrl={brought.fetch}
        onForm={() => navigate(wizardPath(cluster, 'deploy', { namespace }))}
        onClear={() => {
          editor.current?.setText('');
          brought.clear();
          edited();
        }}
      />
      <BroughtNotice t={t} brought={brought} />
      {brought.problem === undefined ? null : <ProblemView problem={brought.problem} compact />}
      <div className={classes.body}>
        <div className={classes.text}>
          <YamlEditor
            initialText={initialText}
            label={t('editor')}
            editor={editor}
            schemas={schemas}
            onEdit={edited}
            onSave={checkNow}
          />
        </div>
        <section className={classes.side} aria-label={t('list.head')}>
          <ApplyTarget
            t={t}
            cluster={cluster}
            namespace={namespace}
            method={method}
            busy={busy}
            onNamespace={(name) => {
              setNamespace(name);
              outdate();
            }}
            onMethod={(next) => {
              setMethod(next);
              outdate();
            }}
          />
          <ApplyControls
            t={t}
            options={{ cluster, namespace, method }}
            snapshot={snapshot}
            isStale={isStale || run === undefined}
            agreed={agreed}
            text={text}
            navigate={navigate}
            onCheck={checkNow}
            onApply={() => void apply()}
            onStop={stop}
          />
          {run === undefined ? (
            <p className={classes.dim}>{t('list.begin')}</p>
          ) : (
            <ApplyList
              t={t}
              items={items}
              faults={faults}
              namespace={namespace}
              schemas={schemas}
              agreed={agreed}
              onAgree={agree}
              onGoTo={goTo}
              onDraft={({ manifest }, draft) => {
                const all = text();
                const at = all.indexOf(manifest.text);
                if (at < 0) return;
                const tail = all.slice(at + manifest.text.length);
                const mark = /^---[^\n]*\n/.exec(manifest.text)?.[0] ?? '';
                const own = draft.startsWith('---') ? draft : `${mark}${draft}`;
                editor.current?.setText(`${all.slice(0, at)}${own.endsWith('\n') ? own : `${own}\n`}${tail}`);
                edited();
              }}
            />
          )}
        </section>
      </div>
    </div>
  );
}
