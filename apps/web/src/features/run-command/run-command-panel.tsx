import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
import { MAX_RUN_TARGETS } from '@quarterdeck/shared/run-protocol';
import { Download, Play, Square } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { ActionPanelProps } from '../../actions/define-action.ts';
import { shellWord } from '../../actions/kubectl-command.ts';
import { rightOf } from '../../actions/missing-right.ts';
import { useAccess } from '../../actions/use-access.ts';
import { problemOfError } from '../../api/api-fetch.ts';
import { readCommand, type TypedCommand } from '../../ui/argv.ts';
import { CommandField } from '../../ui/command-field.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { saveFile } from '../../ui/save-file.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import { recalledCommands, rememberCommand } from './command-memory.ts';
import { type FoundPods, runTargets } from './find-pods.ts';
import classes from './run-command.module.css';
import { runKubectl } from './run-kubectl.ts';
import { type RunTally, reportText, tally } from './run-report.ts';
import { RunResultView } from './run-result.tsx';
import { type CommandRun, useCommandRun } from './use-command-run.ts';
import { useRunPods } from './use-run-pods.ts';

const TIMEOUTS = ['10', '60', '300', '3600'];

/** A command without a terminal, in one pod or in many, results side by side (TUT-30, OPS-126, CTL-31). */
export default function RunCommandPanel({ targets, onClose }: ActionPanelProps) {
  const t = useWords('run-command');
  const actions = useWords('actions');
  const cluster = targets[0]?.ref.cluster ?? '';
  const { found, error, reload } = useRunPods(targets);
  const [command, setCommand] = useState<TypedCommand>({ text: '', throughShell: false });
  const [container, setContainer] = useState('');
  const [timeout, setTimeLimit] = useState('60');
  const run = useCommandRun(cluster);
  const memory = useId();
  const { argv, fault } = readCommand(command);
  const where = found === undefined ? [] : runTargets(found.pods, container);
  const checks = [...new Set(targets.map(({ ref }) => ref.namespace ?? ''))].map((namespace) => ({
    verb: 'create',
    group: '',
    resource: 'pods',
    subresource: 'exec',
    namespace,
  }));
  const answer = useAccess(cluster, checks);
  const missing = checks.find((check) => answer(check) === false);
  const isBusy = run.snapshot !== undefined && !run.snapshot.isOver;
  const isReady =
    argv.length > 0 && fault === undefined && where.length > 0 && where.length <= MAX_RUN_TARGETS && !isBusy;

  const [isAsked, setAsked] = useState(false);

  function start(): void {
    // who types faster than the pods are read has not typed in vain
    setAsked(found === undefined && error === null && argv.length > 0);
    if (!isReady) return;
    rememberCommand(command);
    run.start(argv, where, Number(timeout));
  }

  useEffect(() => {
    if (isAsked && found !== undefined) start();
  });

  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      size="min(1400px, 96vw)"
      title={titleOf(targets, found, t)}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={classes.panel}>
        <CommandField
          label={t('command')}
          placeholder="env"
          autoFocus
          value={command}
          list={memory}
          onChange={(next) => {
            setAsked(false);
            setCommand(next.text === command.text ? next : recalled(next));
          }}
          onEnter={start}
        />
        <datalist id={memory}>
          {recalledCommands().map(({ text }) => (
            <option key={text} value={text} />
          ))}
        </datalist>
        <div className={classes.options}>
          <NativeSelect
            size="xs"
            label={t('container')}
            value={container}
            data={[
              { value: '', label: t('mainContainer') },
              ...containersOf(found).map((name) => ({ value: name, label: safeText(name) })),
            ]}
            onChange={({ currentTarget }) => setContainer(currentTarget.value)}
          />
          <NativeSelect
            size="xs"
            label={t('timeout')}
            value={timeout}
            data={TIMEOUTS.map((value) => ({ value, label: t('seconds', { count: Number(value) }) }))}
            onChange={({ currentTarget }) => setTimeLimit(currentTarget.value)}
          />
          <span className={classes.space} />
          {isBusy ? (
            <Button variant="default" leftSection={<Square size={14} aria-hidden="true" />} onClick={() => run.stop()}>
              {t('stopAll')}
            </Button>
          ) : null}
          <Button
            leftSection={<Play size={14} aria-hidden="true" />}
            loading={isBusy || isAsked}
            disabled={!isReady}
            onClick={start}
          >
            {where.length > 1 ? t('runIn', { count: where.length }) : t('run')}
          </Button>
        </div>
        <Where found={found} count={where.length} t={t} />
        {error === null ? null : <ProblemView problem={problemOfError(error)} compact onRetry={reload} />}
        {missing === undefined ? null : (
          <p className={classes.fault} role="alert">
            {actions(...rightOf(missing))}
          </p>
        )}
        {where.length === 0 ? null : (
          <div className={classes.command}>
            <code>{safeText(runKubectl(where, argv))}</code>
            <CopyButton text={() => runKubectl(where, argv)} label={actions('menu.copyCommand')} />
          </div>
        )}
        <Results run={run} />
      </div>
    </Modal>
  );
}

/** What is chosen of the commands that were run before comes back with how it was run. */
function recalled(typed: TypedCommand): TypedCommand {
  return recalledCommands().find(({ text }) => text === typed.text) ?? typed;
}

function titleOf(targets: ActionPanelProps['targets'], found: FoundPods | undefined, t: Words): string {
  const [first] = targets;
  const name =
    targets.length === 1 && first !== undefined
      ? safeText(first.ref.name)
      : t('pods', { count: found?.pods.length ?? targets.length });
  return t('title', { name });
}

function containersOf(found: FoundPods | undefined): readonly string[] {
  return [...new Set(found?.pods.flatMap(({ containers }) => containers) ?? [])];
}

function Where({
  found,
  count,
  t,
}: {
  readonly found: FoundPods | undefined;
  readonly count: number;
  readonly t: Words;
}) {
  if (found === undefined) return null;
  const { pods, gone } = found;
  const asleep = pods.filter(({ isRunning }) => !isRunning).length;
  return (
    <p className={classes.where} role="status">
      {[
        pods.length === 0 ? t('noPods') : t('inPods', { count, names: names(pods.map(({ name }) => name)) }),
        ...(count < pods.length ? [t('without', { count: pods.length - count })] : []),
        ...(asleep > 0 ? [t('asleep', { count: asleep })] : []),
        ...(gone > 0 ? [t('gone', { count: gone })] : []),
        ...(count > MAX_RUN_TARGETS ? [t('tooMany', { count: MAX_RUN_TARGETS })] : []),
      ].join(' ')}
    </p>
  );
}

const names = (all: readonly string[]) => safeText(all.slice(0, 8).join(', ') + (all.length > 8 ? ' …' : ''));

function Results({ run }: { readonly run: CommandRun }) {
  const t = useWords('run-command');
  const [filter, setFilter] = useState('');
  const [wrap, setWrap] = useState(false);
  const { snapshot, argv } = run;
  if (snapshot === undefined) return null;
  const { results, isOver } = snapshot;
  const line = argv.map(shellWord).join(' ');
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.summary} role="status">
          {summary(tally(results), results.length, isOver, t)}
        </p>
        <span className={classes.space} />
        <TextInput
          size="xs"
          aria-label={t('filter')}
          placeholder={t('filter')}
          value={filter}
          onChange={({ currentTarget }) => setFilter(currentTarget.value)}
        />
        <Checkbox
          size="xs"
          label={t('wrap')}
          checked={wrap}
          onChange={({ currentTarget }) => setWrap(currentTarget.checked)}
        />
        <CopyButton text={() => reportText(line, results, t)} label={t('copyAll')} />
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Download size={14} aria-hidden="true" />}
          onClick={() => saveFile('command-output.txt', [reportText(line, results, t)], 'text/plain;charset=utf-8')}
        >
          {t('download')}
        </Button>
      </div>
      <div className={classes.results}>
        {results.map((result, index) => (
          <RunResultView
            key={`${result.target.namespace}/${result.target.pod}/${result.target.container}`}
            result={result}
            bytes={result.stdout.length + result.stderr.length}
            filter={filter}
            wrap={wrap}
            index={index}
            onStop={run.stop}
          />
        ))}
      </div>
    </>
  );
}

function summary({ done, good, bad, outputs }: RunTally, count: number, isOver: boolean, t: Words): string {
  if (!isOver) return t('summary.running', { done, count });
  const parts = [t('summary.good', { count: good }), ...(bad > 0 ? [t('summary.bad', { count: bad })] : [])];
  if (good + bad > 1) parts.push(outputs === 1 ? t('summary.same') : t('summary.outputs', { count: outputs }));
  return parts.join(' · ');
}
