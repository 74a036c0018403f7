import { ActionIcon, Loader } from '@mantine/core';
import { X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { type GroupVersionKind, kindKey } from '../../api/schema/schema-node.ts';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import { type FieldPath, pathText, SchemaTree } from '../../api/schema/schema-tree.ts';
import { suggestedValues } from '../../api/schema/suggested-values.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './explain-panel.module.css';

interface ExplainPanelProps {
  readonly schemas: SchemaSource;
  readonly kind: GroupVersionKind;
  /** where the cursor is: the panel follows it */
  readonly path: FieldPath | undefined;
  readonly onClose: () => void;
}

/** `kubectl explain` beside the text: the field at the cursor, and the way down and up from there. */
export function ExplainPanel({ schemas, kind, path, onClose }: ExplainPanelProps) {
  const t = useWords('yaml');
  const tree = useTree(schemas, kind);
  const followed = path ?? [];
  const at = `${kindKey(kind)} ${pathText(followed)}`;
  const [chosen, setChosen] = useState<{ readonly at: string; readonly path: FieldPath }>();
  // a way of one's own holds until the cursor moves
  const shown = chosen?.at === at ? chosen.path : followed;
  const go = (next: FieldPath) => setChosen({ at, path: next });
  return (
    <aside className={classes.panel} aria-label={t('explain.title')}>
      <div className={classes.head}>
        <nav aria-label={t('explain.path')} className={classes.crumbs}>
          <Crumb text={kind.kind} onClick={() => go([])} />
          {shown.map((step, index) =>
            typeof step === 'number' || step === '*' ? null : (
              <Crumb
                key={pathText(shown.slice(0, index + 1))}
                text={step}
                onClick={() => go(shown.slice(0, index + 1))}
              />
            ),
          )}
        </nav>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('explain.close')} onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </ActionIcon>
      </div>
      {tree === 'asked' ? (
        <Loader size="sm" aria-label={t('explain.reading')} />
      ) : tree === undefined ? (
        <p className={classes.dim}>{t('explain.none', { kind: safeText(kind.kind) })}</p>
      ) : (
        <Field tree={tree} path={shown} onGo={go} />
      )}
    </aside>
  );
}

function Crumb({ text, onClick }: { readonly text: string; readonly onClick: () => void }) {
  return (
    <button type="button" className={classes.crumb} onClick={onClick}>
      {safeText(text)}
    </button>
  );
}

interface FieldProps {
  readonly tree: SchemaTree;
  readonly path: FieldPath;
  readonly onGo: (path: FieldPath) => void;
}

function Field({ tree, path, onGo }: FieldProps) {
  const t = useWords('yaml');
  const field = tree.explain(path);
  if (field === undefined) return <p className={classes.dim}>{t('explain.unknown')}</p>;
  const holder = tree.holder(path);
  const values = field.node.type === 'boolean' ? [] : suggestedValues(field.node);
  return (
    <div className={classes.field}>
      <p className={classes.type}>
        <code>{safeText(field.type)}</code>
        {field.required ? <span className={classes.mark}>{t('explain.required')}</span> : null}
        {field.immutable ? <span className={classes.mark}>{t('explain.immutable')}</span> : null}
      </p>
      <p className={classes.text}>{field.description === '' ? t('explain.silent') : safeText(field.description)}</p>
      {values.length === 0 ? null : (
        <p className={classes.text}>{t('explain.values', { values: values.join(', ') })}</p>
      )}
      {field.node.default === undefined ? null : (
        <p className={classes.text}>{t('explain.default', { value: safeText(JSON.stringify(field.node.default)) })}</p>
      )}
      {holder === undefined ? null : (
        <ul className={classes.list} aria-label={t('explain.fields')}>
          {tree.fields(path).map(({ name, type, required, description }) => (
            <li key={name}>
              <button
                type="button"
                className={classes.entry}
                title={safeText(description.slice(0, 300))}
                onClick={() => onGo([...holder.path, name])}
              >
                <span className={classes.name} data-required={required || undefined}>
                  {safeText(name)}
                </span>
                {required ? <span className={classes.mark}>{t('explain.required')}</span> : null}
                <code className={classes.dim}>{safeText(type)}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The kind's schema; 'asked' until the cluster has answered, undefined where it has none. */
function useTree(schemas: SchemaSource, kind: GroupVersionKind): SchemaTree | 'asked' | undefined {
  const key = kindKey(kind);
  const [held, setHeld] = useState<{ readonly key: string; readonly tree: SchemaTree | undefined }>();
  const { group, version, kind: name } = kind;
  // the cursor brings a new object each time, mostly of the same kind
  const wanted = useMemo(() => ({ group, version, kind: name }), [group, version, name]);
  useEffect(() => {
    let gone = false;
    schemas
      .load(wanted)
      .then((schema) => schema && new SchemaTree(schema, schemas.immutable(wanted)))
      // a cluster that cannot be asked has nothing to explain; the editor's own marks say no more either
      .catch(() => undefined)
      .then((tree) => {
        if (!gone) setHeld({ key: kindKey(wanted), tree });
      });
    return () => {
      gone = true;
    };
  }, [schemas, wanted]);
  return held?.key === key ? held.tree : 'asked';
}
