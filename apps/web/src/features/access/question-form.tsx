import { Autocomplete, Button, TextInput } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useDiscovery } from '../../api/discovery.ts';
import { resourceWords } from '../../api/rbac/resource-words.ts';
import { useNamespaces } from '../../api/use-namespaces.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './access-page.module.css';
import { NOTABLE_SUBRESOURCES } from './notable-subresources.ts';
import { MATRIX_VERBS } from './permission-matrix.ts';

/** What is asked, as it was typed. */
export interface TypedQuestion {
  readonly verb: string;
  readonly what: string;
  readonly namespace: string;
  readonly name: string;
}

const VERBS = [...MATRIX_VERBS, 'use', 'bind', 'escalate', 'impersonate', 'approve', 'sign', '*'];
const MOST_SHOWN = 60;

/** Verb, resource or path, namespace and name: what a right consists of. The server's kinds and namespaces are proposed. */
export function QuestionForm({
  cluster,
  label,
  typed,
  ask,
  onAsk,
  children,
}: {
  readonly cluster: string;
  readonly label: string;
  /** what stands in the fields at first; give it a key to begin anew */
  readonly typed: TypedQuestion;
  /** the words of the button */
  readonly ask: string;
  readonly onAsk: (typed: TypedQuestion) => void;
  readonly children?: ReactNode;
}) {
  const t = useWords('access');
  const { resources } = useDiscovery(cluster);
  const { names = [] } = useNamespaces(cluster, { enabled: true });
  const [fields, setFields] = useState(typed);
  const set = (patch: Partial<TypedQuestion>) => setFields((before) => ({ ...before, ...patch }));
  const whats = useMemo(
    () =>
      [
        ...new Set(
          resources.flatMap((resource) => [
            resourceWords(resource),
            ...Object.keys(NOTABLE_SUBRESOURCES[`${resource.group}/${resource.resource}`] ?? {}).map((subresource) =>
              resourceWords({ ...resource, subresource }),
            ),
          ]),
        ),
      ].sort(),
    [resources],
  );
  const isPath = fields.what.trim().startsWith('/');
  const ready = fields.verb.trim() !== '' && fields.what.trim() !== '';
  const common = { size: 'sm', spellCheck: false, autoComplete: 'off', limit: MOST_SHOWN } as const;
  return (
    <form
      className={classes.form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onAsk(fields);
      }}
    >
      <Autocomplete
        {...common}
        className={classes.verb}
        label={t('form.verb')}
        data={VERBS}
        value={fields.verb}
        onChange={(verb) => set({ verb })}
      />
      <Autocomplete
        {...common}
        className={classes.what}
        label={t('form.what')}
        placeholder="deployments.apps"
        data={whats}
        value={fields.what}
        onChange={(what) => set({ what })}
      />
      <Autocomplete
        {...common}
        className={classes.namespace}
        label={t('form.namespace')}
        placeholder={t('form.everywhere')}
        disabled={isPath}
        data={[...names]}
        value={isPath ? '' : fields.namespace}
        onChange={(namespace) => set({ namespace })}
      />
      <TextInput
        size="sm"
        className={classes.name}
        label={t('form.name')}
        placeholder={t('form.anyName')}
        spellCheck={false}
        autoComplete="off"
        disabled={isPath}
        value={isPath ? '' : fields.name}
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
      />
      <Button type="submit" size="sm" disabled={!ready}>
        {ask}
      </Button>
      {children}
    </form>
  );
}
