import { Button, NativeSelect } from '@mantine/core';
import { useWords } from '../../../ui/use-words.ts';
import { namespaceNameFault, type Subject } from '../rbac-names.ts';
import { TextField } from '../text-field.tsx';
import { useNames } from '../use-names.ts';
import classes from '../wizards.module.css';

interface SubjectEditorProps {
  readonly cluster: string;
  readonly subject: Subject;
  readonly number: number;
  readonly namespaces: readonly string[];
  readonly onChange: (subject: Subject) => void;
  readonly onRemove: () => void;
}

const GROUPS = ['system:authenticated', 'system:serviceaccounts', 'system:masters', 'system:unauthenticated'];

/** One subject of a binding: a user, a group or a ServiceAccount. */
export function SubjectEditor({ cluster, subject, number, namespaces, onChange, onRemove }: SubjectEditorProps) {
  const t = useWords('wizards');
  const { kind, name, namespace } = subject;
  const isAccount = kind === 'ServiceAccount';
  const path =
    isAccount && namespaceNameFault(namespace) === undefined
      ? `/api/v1/namespaces/${namespace}/serviceaccounts`
      : undefined;
  const accounts = useNames(cluster, path);
  return (
    <fieldset className={classes.group}>
      <legend>{t('binding.subject', { number })}</legend>
      <div className={classes.row}>
        <NativeSelect
          className={classes.grow}
          size="xs"
          label={t('binding.subjectKind')}
          value={kind}
          data={['ServiceAccount', 'User', 'Group']}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...subject, kind: value === 'User' || value === 'Group' ? value : 'ServiceAccount' })
          }
        />
        {isAccount ? (
          <div className={classes.grow}>
            <TextField
              label={t('field.namespace')}
              value={namespace}
              suggestions={namespaces}
              onChange={(value) => onChange({ ...subject, namespace: value })}
            />
          </div>
        ) : null}
        <div className={classes.grow}>
          <TextField
            label={t('field.name')}
            value={name}
            suggestions={kind === 'Group' ? GROUPS : isAccount ? accounts : []}
            onChange={(value) => onChange({ ...subject, name: value })}
          />
        </div>
        <Button size="xs" variant="default" aria-label={t('binding.removeSubject', { number })} onClick={onRemove}>
          {t('binding.remove')}
        </Button>
      </div>
      {kind === 'User' ? <p className={classes.dim}>{t('binding.userHint')}</p> : null}
      {kind === 'Group' && /^system:(?:authenticated|unauthenticated|serviceaccounts)$/.test(name) ? (
        <p className={classes.warning} role="note">
          {t('binding.wideGroup')}
        </p>
      ) : null}
    </fieldset>
  );
}
