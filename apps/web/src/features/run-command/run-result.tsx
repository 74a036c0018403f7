import { ActionIcon, Button } from '@mantine/core';
import { Download, Square } from 'lucide-react';
import { memo } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { saveFile } from '../../ui/save-file.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import type { RunResult } from './command-run-store.ts';
import classes from './run-command.module.css';
import { type RunOutput, showOutput } from './run-output.ts';
import { endWords } from './run-report.ts';

export interface RunResultViewProps {
  readonly result: RunResult;
  readonly filter: string;
  readonly wrap: boolean;
  /** its bytes now: an output grows in place */
  readonly bytes: number;
  readonly index: number;
  readonly onStop: (index: number) => void;
}

/** What came of the command in one container. */
export const RunResultView = memo(function RunResultView(props: RunResultViewProps) {
  const { result, filter, wrap, index, onStop } = props;
  const t = useWords('run-command');
  const { target, state, code, stdout, stderr, problem, milliseconds } = result;
  const name = `${target.pod} · ${target.container}`;
  const mark = state === 'ended' ? (code === 0 ? 'ok' : 'failed') : state;
  return (
    <section className={classes.result} aria-label={safeText(name)} data-mark={mark}>
      <header className={classes.resultHead}>
        <h3 className={classes.resultName}>{safeText(name)}</h3>
        {state === 'running' ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Square size={12} aria-hidden="true" />}
            onClick={() => onStop(index)}
          >
            {t('stop')}
          </Button>
        ) : null}
        {stdout.length === 0 ? null : (
          <>
            <CopyButton text={() => stdout.text} label={t('copyOutput')} />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('save')}
              title={t('save')}
              onClick={() =>
                saveFile(`${target.pod}-${target.container}.out`, stdout.chunks, 'application/octet-stream')
              }
            >
              <Download size={14} aria-hidden="true" />
            </ActionIcon>
          </>
        )}
      </header>
      <p className={classes.end}>
        {endWords(result, t)}
        {milliseconds === undefined ? '' : ` · ${t('took', { seconds: (milliseconds / 1000).toFixed(1) })}`}
      </p>
      {problem === undefined ? null : <ProblemView problem={problem} compact />}
      <Output output={stdout} filter={filter} wrap={wrap} label={t('stdout')} t={t} />
      <Output output={stderr} filter={filter} wrap={wrap} label={t('stderr')} isError t={t} />
      {state === 'ended' && stdout.length === 0 && stderr.length === 0 ? (
        <p className={classes.dim}>{t('silent')}</p>
      ) : null}
    </section>
  );
});

/** What scrolls is a control: the arrow keys move it. */
const scrolled = (label: string) => ({ role: 'group', tabIndex: 0, 'aria-label': label }) as const;

function Output({
  output,
  filter,
  wrap,
  label,
  isError = false,
  t,
}: {
  readonly output: RunOutput;
  readonly filter: string;
  readonly wrap: boolean;
  readonly label: string;
  readonly isError?: boolean;
  readonly t: Words;
}) {
  if (output.length === 0) return null;
  if (output.isBinary)
    return (
      <p className={classes.dim}>
        {label}: {t('binary', { count: output.length })}
      </p>
    );
  const { text, hidden, cut } = showOutput(output.text, filter);
  return (
    <>
      {isError ? <p className={classes.streamName}>{label}</p> : null}
      {cut === 0 ? null : <p className={classes.dim}>{t('cut', { count: cut })}</p>}
      <pre
        {...scrolled(label)}
        className={classes.output}
        data-error={isError || undefined}
        data-wrap={wrap || undefined}
      >
        {safeText(text)}
      </pre>
      {hidden === 0 ? null : <p className={classes.dim}>{t('hidden', { count: hidden })}</p>}
    </>
  );
}
