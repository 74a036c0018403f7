import { Autocomplete, Button, NativeSelect } from '@mantine/core';
import { useContext, useEffect, useMemo, useRef, useState } from 'react';
import { shellWord } from '../../actions/kubectl-command.ts';
import { problemOfError } from '../../api/api-fetch.ts';
import { useDiscovery } from '../../api/discovery.ts';
import { useNamespaces } from '../../api/use-namespaces.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { AnswerView } from './answer-view.tsx';
import { askRaw, pathFault, type RawAnswer } from './ask-raw.ts';
import { completePath } from './complete-path.ts';
import classes from './raw-api-page.module.css';
import { secrecyOf } from './secrecy.ts';

interface RawApiPageProps {
  readonly cluster: string;
  /** as the address has it; "" for none yet */
  readonly path: string;
  /** puts a path into the address */
  readonly onPath: (path: string) => void;
}

/** What the server is asked to answer with. */
const FORMS = {
  json: 'application/json',
  metadata:
    'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json',
  table: 'application/json;as=Table;g=meta.k8s.io;v=v1,application/json',
} as const;
type Form = keyof typeof FORMS;

/** A long wait is no answer; watches are refused before they are asked for. */
const PATIENCE_MS = 30_000;

type State =
  | { readonly step: 'idle' | 'asking' }
  | { readonly step: 'answered'; readonly answer: RawAnswer }
  | { readonly step: 'failed'; readonly error: unknown };

/** Asks the API server for any path with the person's own rights and shows the answer as it comes. Reads only. */
export default function RawApiPage({ cluster, path, onPath }: RawApiPageProps) {
  const t = useWords('raw-api');
  const { resources } = useDiscovery(cluster);
  const kinds = useContext(KindsContext);
  const { names = [] } = useNamespaces(cluster, { enabled: true });
  const [typed, setTyped] = useState(path);
  const [form, setForm] = useState<Form>('json');
  const [state, setState] = useState<State>({ step: 'idle' });
  const abort = useRef<AbortController>(undefined);
  const fault = typed === '' ? undefined : pathFault(typed);
  const choices = useMemo(() => completePath(typed, resources, names), [typed, resources, names]);
  const secrecy = useMemo(() => secrecyOf(kinds, resources, path), [kinds, resources, path]);

  useEffect(() => {
    setTyped(path);
    if (path === '' || pathFault(path) !== undefined) return;
    const control = new AbortController();
    abort.current = control;
    const timer = setTimeout(() => control.abort(new Error('timeout')), PATIENCE_MS);
    setState({ step: 'asking' });
    askRaw(cluster, path, { accept: FORMS[form], signal: control.signal })
      .then(
        (answer) => setState({ step: 'answered', answer }),
        (error: unknown) => {
          if (abort.current === control) setState({ step: 'failed', error });
        },
      )
      .finally(() => clearTimeout(timer));
    return () => {
      abort.current = undefined;
      clearTimeout(timer);
      control.abort();
    };
  }, [cluster, path, form]);

  return (
    <article className={classes.page}>
      <h1 className={classes.title}>{t('title')}</h1>
      <p className={classes.dim}>{t('about')}</p>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== '' && fault === undefined) onPath(typed);
        }}
      >
        <span className={classes.verb}>GET</span>
        <Autocomplete
          className={classes.path}
          size="sm"
          aria-label={t('path')}
          placeholder="/apis/apps/v1/deployments?limit=10"
          spellCheck={false}
          autoComplete="off"
          limit={40}
          maxDropdownHeight={320}
          comboboxProps={{ withinPortal: true }}
          filter={({ options }) => options}
          data={[...choices]}
          value={typed}
          onChange={setTyped}
          error={fault === undefined ? undefined : t(`fault.${fault}`)}
        />
        <NativeSelect
          size="sm"
          aria-label={t('form.label')}
          data={(Object.keys(FORMS) as Form[]).map((value) => ({ value, label: t(`form.${value}`) }))}
          value={form}
          onChange={({ currentTarget }) => setForm(currentTarget.value as Form)}
        />
        <Button type="submit" size="sm" disabled={typed === '' || fault !== undefined}>
          {t('ask')}
        </Button>
      </form>
      {typed === '' || fault !== undefined ? null : (
        <p className={classes.command}>
          <code>{safeText(`kubectl get --raw ${shellWord(typed)}`)}</code>
          <CopyButton text={`kubectl get --raw ${shellWord(typed)}`} label={t('copyCommand')} />
        </p>
      )}
      <div aria-live="polite">
        {state.step === 'asking' ? <p className={classes.dim}>{t('asking')}</p> : null}
        {state.step === 'failed' ? <ProblemView problem={problemOfError(state.error)} /> : null}
      </div>
      {state.step === 'answered' ? (
        <AnswerView key={state.answer.path} answer={state.answer} secrecy={secrecy} />
      ) : null}
    </article>
  );
}
