import { Button } from '@mantine/core';
import type { Problem } from '@quarterdeck/shared/problem';
import { type FormEvent, useState } from 'react';
import { shellWord } from '../../../actions/kubectl-command.ts';
import { problemOfError } from '../../../api/api-fetch.ts';
import { publicPath } from '../../../api/base-path.ts';
import { useSession } from '../../../api/use-session.ts';
import { viewAs } from '../../../api/view-as.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import { ChipInput } from '../chip-input.tsx';
import { TextField } from '../text-field.tsx';
import type { WizardProps } from '../wizard-props.ts';
import classes from '../wizards.module.css';

const NAME = /^[\x21-\x7e](?:[\x20-\x7e]{0,251}[\x21-\x7e])?$/;
const GROUPS = ['system:authenticated', 'system:masters', 'system:serviceaccounts', 'system:unauthenticated'];

/** Sees the cluster as another user or group (OPS-197), where the API server lets the person. */
export function ViewAsWizard({ cluster, start }: WizardProps) {
  const t = useWords('wizards');
  const session = useSession(cluster);
  const [user, setUser] = useState(start['user'] ?? '');
  const [groups, setGroups] = useState<readonly string[]>(start['group'] === undefined ? [] : [start['group']]);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const own = session?.viewAs?.by.name ?? session?.user.name ?? '';
  // a group is seen by somebody who is in it: where no user is named, by the person
  const name = user.trim() === '' && groups.length > 0 ? own : user.trim();
  const isMalformed = name !== '' && !NAME.test(name);
  const command = [
    'kubectl',
    'auth',
    'can-i',
    '--list',
    `--as=${name}`,
    ...groups.map((group) => `--as-group=${group}`),
  ]
    .map(shellWord)
    .join(' ');

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await viewAs(cluster, { user: name, groups: [...groups] });
      // nothing that was read with the person's own rights may stay on the page
      window.location.assign(publicPath(`/clusters/${encodeURIComponent(cluster)}`));
    } catch (error) {
      setProblem(problemOfError(error));
      setBusy(false);
    }
  }

  return (
    <form className={classes.form} style={{ maxWidth: 640 }} onSubmit={(event) => void submit(event)}>
      <TextField
        label={t('viewAs.user')}
        description={t('viewAs.userHint')}
        value={user}
        error={isMalformed ? t('viewAs.fault') : undefined}
        onChange={setUser}
      />
      <ChipInput
        label={t('viewAs.groups')}
        description={t('viewAs.groupsHint')}
        values={groups}
        suggestions={GROUPS}
        faultOf={(text) => (NAME.test(text) ? undefined : t('viewAs.fault'))}
        onChange={setGroups}
      />
      <p className={classes.dim}>{t('viewAs.right')}</p>
      {name === '' ? null : (
        <div className={classes.code}>
          <pre>{safeText(command)}</pre>
          <CopyButton text={command} label={t('plan.copyCommands')} />
        </div>
      )}
      <div className={classes.buttons}>
        <Button type="submit" loading={busy} disabled={name === '' || isMalformed}>
          {t('viewAs.go')}
        </Button>
      </div>
      {problem === undefined ? null : <ProblemView problem={problem} compact />}
    </form>
  );
}
