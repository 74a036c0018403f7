import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import type { Problem } from '@quarterdeck/shared/problem';
import { lazy, Suspense, useState } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { changedPaths } from '../../api/writes/changed-paths.ts';
import { withoutServerFields } from '../../api/writes/server-fields.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { lendApi } from '../action-api.ts';
import type { ActionFormProps } from '../define-action.ts';
import classes from './patch-form.module.css';
import { type PatchInput, type PatchType, takesStrategic } from './patch-input.ts';
import { readPatch } from './read-patch.ts';
import { writePatch } from './write-patch.ts';

const ObjectDiff = lazy(() => import('../../ui/write-review/object-diff.tsx'));

const TYPES: readonly PatchType[] = ['strategic', 'merge', 'json'];
const HINTS = { strategic: 'strategicHint', merge: 'mergeHint', json: 'jsonHint' } as const;
const PLACEHOLDERS: Readonly<Record<PatchType, string>> = {
  strategic: 'metadata:\n  labels:\n    team: blue',
  merge: 'metadata:\n  labels:\n    team: blue',
  json: '- op: add\n  path: /metadata/labels/team\n  value: blue',
};

interface Tried {
  readonly body: string;
  readonly type: PatchType;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  readonly warnings?: readonly string[];
  readonly problem?: Problem;
}

/** The patch, the exact body that it becomes, and what it would change by the server's dry run (OPS-073). */
export default function PatchForm({ targets: [target], value, onChange }: ActionFormProps<PatchInput>) {
  const t = useWords('patch');
  const [tried, setTried] = useState<Tried>();
  const [isBusy, setIsBusy] = useState(false);
  if (target === undefined) return null;
  const mayStrategic = takesStrategic(target);
  const { type, text, body } = value;
  const { fault, why } = readPatch(type, text);
  const isSecret = target.ref.resource.group === '' && target.ref.resource.resource === 'secrets';
  const set = (next: Pick<PatchInput, 'type' | 'text'>): void => {
    onChange({ ...next, body: readPatch(next.type, next.text).body });
  };

  async function look(): Promise<void> {
    if (target === undefined || body === undefined) return;
    setIsBusy(true);
    const asked = { body, type };
    const warnings: string[] = [];
    const api = lendApi(target, {
      navigate: () => {},
      onCopied: () => {},
      onWarning: (warning) => warnings.push(warning),
      dryRun: true,
    });
    try {
      setTried({ ...asked, ...(await writePatch(target, value, api)), warnings });
    } catch (error) {
      setTried({ ...asked, problem: problemOfError(error) });
    } finally {
      setIsBusy(false);
    }
  }

  const isCurrent = tried !== undefined && tried.body === body && tried.type === type;
  const { before, after } = isCurrent ? tried : {};
  const changes =
    before === undefined || after === undefined
      ? undefined
      : changedPaths(withoutServerFields(before), withoutServerFields(after)).length;
  return (
    <div className={classes.form}>
      <SegmentedControl
        size="xs"
        aria-label={t('kind')}
        value={type}
        onChange={(next) => set({ type: TYPES.find((one) => one === next) ?? 'merge', text })}
        data={TYPES.map((one) => ({ value: one, label: t(one), disabled: one === 'strategic' && !mayStrategic }))}
      />
      <p className={classes.hint}>
        {t(HINTS[type])} {mayStrategic ? '' : t('noStrategic')}
      </p>
      <Textarea
        label={t('body')}
        autosize={false}
        rows={8}
        data-autofocus
        spellCheck={false}
        placeholder={PLACEHOLDERS[type]}
        classNames={{ input: classes.text }}
        value={text}
        error={fault === undefined || fault === 'empty' ? undefined : t(fault, { why: safeText(why ?? '') })}
        onChange={(event) => set({ type, text: event.currentTarget.value })}
      />
      {body === undefined ? null : (
        <details className={classes.sent}>
          <summary>{t('sent')}</summary>
          <pre>{safeText(body)}</pre>
        </details>
      )}
      <Button
        size="compact-sm"
        variant="default"
        loading={isBusy}
        disabled={body === undefined}
        onClick={() => void look()}
      >
        {t('look')}
      </Button>
      {isCurrent && tried.problem !== undefined ? <ProblemView problem={tried.problem} compact /> : null}
      {changes === undefined ? null : (
        <p role="status">{changes === 0 ? t('nothing') : t('changes', { count: changes })}</p>
      )}
      {isCurrent ? tried.warnings?.map((warning) => <p key={warning}>{safeText(warning)}</p>) : null}
      {before === undefined || after === undefined || changes === 0 ? null : (
        <Suspense fallback={null}>
          <ObjectDiff before={before} after={after} secretFields={isSecret ? SECRET_FIELDS : NO_FIELDS} narrow />
        </Suspense>
      )}
    </div>
  );
}

const SECRET_FIELDS: readonly string[] = ['data', 'stringData'];
const NO_FIELDS: readonly string[] = [];
