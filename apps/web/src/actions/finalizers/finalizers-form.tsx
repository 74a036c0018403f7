import { Checkbox, TextInput } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { ActionFormProps } from '../define-action.ts';
import { FindingLine } from '../delete/consequences-list.tsx';
import classes from '../delete/delete-form.module.css';
import { finalizerFindings } from '../delete/leaving.ts';
import { type FinalizersInput, finalizersOf } from './finalizers-input.ts';

/** What each finalizer stands for, which of them are to go, and the object's name to confirm. Loaded lazily, hence the default export. */
export default function FinalizersForm({ targets, value, onChange }: ActionFormProps<FinalizersInput>) {
  const t = useWords('deletion');
  const [target] = targets;
  if (target === undefined) return null;
  const finalizers = finalizersOf(target);
  const { chosen, typed } = value;
  return (
    <div className={classes.form}>
      <p className={classes.warning} role="note">
        <TriangleAlert size={16} aria-hidden="true" />
        {t('finalizersForm.warning')}
      </p>
      {target.object?.metadata.deletionTimestamp === undefined ? <p>{t('finalizersForm.notLeaving')}</p> : null}
      <ul className={classes.findings}>
        {finalizerFindings(finalizers).map((finding) => (
          <FindingLine key={`${finding.key} ${JSON.stringify(finding.values)}`} finding={finding} />
        ))}
      </ul>
      <Checkbox.Group
        size="xs"
        label={t('finalizersForm.which')}
        value={[...chosen]}
        onChange={(next) => onChange({ ...value, chosen: next })}
      >
        {finalizers.map((finalizer) => (
          <Checkbox key={finalizer} size="xs" mt={4} value={finalizer} label={safeText(finalizer)} />
        ))}
      </Checkbox.Group>
      <TextInput
        size="xs"
        autoComplete="off"
        spellCheck={false}
        label={t('finalizersForm.typeName', { word: safeText(target.ref.name) })}
        value={typed}
        onChange={({ currentTarget }) => onChange({ ...value, typed: currentTarget.value })}
      />
    </div>
  );
}
