import { Button } from '@mantine/core';
import { useState } from 'react';
import { textAt } from '../../api/read-field.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import containers from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';
import classes from './schema.module.css';
import { crdVersions, type SchemaField, schemaFields } from './schema-tree.ts';

/** The fields that a definition gives its objects, version by version; loaded lazily, hence the default export. */
export default function SchemaSection({ object }: DetailProps) {
  const words = useWords('sections');
  const versions = crdVersions(object);
  const stored = versions.find(({ storage }) => storage) ?? versions[0];
  const [chosen, setChosen] = useState('');
  // counts the presses: the tree is drawn anew with every field open, or closed
  const [unfolded, setUnfolded] = useState({ all: false, presses: 0 });
  const version = versions.find(({ name }) => name === chosen) ?? stored;
  if (version === undefined) return <p className={containers.dim}>{words('crd.noVersions')}</p>;
  const fields = schemaFields(version.schema);
  return (
    <>
      <div className={classes.bar}>
        {versions.length > 1 ? (
          <fieldset className={classes.versions} aria-label={words('crd.version')}>
            {[...new Set(versions.map(({ name }) => name))].map((name) => (
              <Button
                key={name}
                size="compact-xs"
                variant={name === version.name ? 'light' : 'default'}
                aria-pressed={name === version.name}
                onClick={() => setChosen(name)}
              >
                {safeText(name)}
              </Button>
            ))}
          </fieldset>
        ) : (
          <code>{safeText(version.name)}</code>
        )}
        {fields.some(({ inner }) => inner !== undefined) ? (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => setUnfolded({ all: !unfolded.all, presses: unfolded.presses + 1 })}
          >
            {words(unfolded.all ? 'crd.foldAll' : 'crd.unfoldAll')}
          </Button>
        ) : null}
      </div>
      {textAt(version.schema, 'description') === '' ? null : (
        <p className={containers.dim}>{safeText(textAt(version.schema, 'description'))}</p>
      )}
      {fields.length === 0 ? (
        <p className={containers.dim}>
          {words(
            textAt(version.schema, 'x-kubernetes-preserve-unknown-fields') === 'true'
              ? 'crd.anyFields'
              : 'crd.noSchema',
          )}
        </p>
      ) : (
        <Fields key={`${version.name} ${unfolded.presses}`} fields={fields} open={unfolded.all} />
      )}
    </>
  );
}

function Fields({ fields, open }: { readonly fields: readonly SchemaField[]; readonly open: boolean }) {
  return (
    <ul className={classes.tree}>
      {fields.map((field) => (
        <li key={field.name}>
          <Field field={field} open={open} />
        </li>
      ))}
    </ul>
  );
}

function Field({ field, open }: { readonly field: SchemaField; readonly open: boolean }) {
  // what is folded is not drawn: some schemas have thousands of fields
  const [isOpen, setOpen] = useState(open);
  const { inner } = field;
  if (inner === undefined)
    return (
      <div className={classes.leaf}>
        <Head field={field} />
        <About field={field} />
      </div>
    );
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Head field={field} />
      </summary>
      {isOpen ? (
        <>
          <About field={field} />
          <Fields fields={schemaFields(inner)} open={open} />
        </>
      ) : null}
    </details>
  );
}

function Head({ field: { name, type, required } }: { readonly field: SchemaField }) {
  const words = useWords('sections');
  return (
    <>
      <code className={classes.name}>{safeText(name)}</code> <span className={classes.type}>{safeText(type)}</span>
      {required ? <span className={classes.required}> {words('crd.required')}</span> : null}
    </>
  );
}

function About({ field: { description, rules } }: { readonly field: SchemaField }) {
  return (
    <>
      {description === '' ? null : <p className={classes.about}>{safeText(description)}</p>}
      {rules.length === 0 ? null : <p className={classes.rules}>{safeText(rules.join('\n'))}</p>}
    </>
  );
}
