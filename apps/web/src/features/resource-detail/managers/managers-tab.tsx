import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { DetailProps } from '../../../kinds/define-kind.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import { filterFields, type OwnedField } from './decode-fields.ts';
import classes from './managers-tab.module.css';
import { type Manager, readManagers } from './read-managers.ts';

/** Who owns which field: operation, subresource, when last written, and the fields as a tree that can be searched. */
export default function ManagersTab({ object }: DetailProps) {
  const t = useWords('object');
  const [text, setText] = useState('');
  const managers = useMemo(() => readManagers(object), [object]);
  const shown = managers
    .map((manager) => ({
      manager,
      fields: matchesName(manager, text) ? manager.fields : filterFields(manager.fields, text),
    }))
    .filter(({ fields }) => fields.length > 0 || text === '');
  if (managers.length === 0) return <p className={classes.dim}>{t('managers.none')}</p>;
  return (
    <div className={classes.managers}>
      <p className={classes.dim}>{t('managers.about')}</p>
      <TextInput
        className={classes.search}
        size="xs"
        type="search"
        aria-label={t('managers.search')}
        placeholder={t('managers.search')}
        spellCheck={false}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <ul className={classes.list} aria-label={t('managers.title')}>
        {shown.map(({ manager, fields }) => (
          <li key={manager.id}>
            <ManagerEntry manager={manager} fields={fields} searched={text !== ''} />
          </li>
        ))}
      </ul>
      <p role="status" className={classes.dim}>
        {text === '' ? '' : t('managers.found', { count: shown.length, of: managers.length })}
      </p>
    </div>
  );
}

function matchesName({ name }: Manager, text: string): boolean {
  return name.toLowerCase().includes(text.trim().toLowerCase());
}

function ManagerEntry({
  manager: { name, operation, subresource, apiVersion, time, count },
  fields,
  searched,
}: {
  readonly manager: Manager;
  readonly fields: readonly OwnedField[];
  readonly searched: boolean;
}) {
  const t = useWords('object');
  const [open, setOpen] = useState(false);
  const shown = open || searched;
  return (
    <details
      open={shown}
      onToggle={({ currentTarget }) => {
        // a search opens all that it finds, which is not the person's wish
        if (!searched) setOpen(currentTarget.open);
      }}
    >
      <summary className={classes.summary}>
        <span className={classes.name}>{safeText(name) || t('managers.unnamed')}</span>
        <span>{t(operation === 'Apply' ? 'managers.apply' : 'managers.update')}</span>
        {subresource === '' ? null : <span>{t('managers.through', { subresource: safeText(subresource) })}</span>}
        <span className={classes.dim}>{safeText(apiVersion)}</span>
        <span>
          <Moment at={time} />
        </span>
        <span className={classes.dim}>{t('managers.fields', { count })}</span>
      </summary>
      {shown ? <Fields fields={fields} /> : null}
    </details>
  );
}

function Fields({ fields }: { readonly fields: readonly OwnedField[] }) {
  const t = useWords('object');
  return (
    <ul className={classes.fields}>
      {fields.map(({ name, path, owned, children }) => (
        <li key={path}>
          <span className={classes.field}>
            <code data-owned={owned || undefined}>{safeText(name)}</code>
            {owned ? <CopyButton text={path} label={t('managers.copyPath', { path: safeText(path) })} /> : null}
          </span>
          {children.length === 0 ? null : <Fields fields={children} />}
        </li>
      ))}
    </ul>
  );
}
