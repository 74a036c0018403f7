import { Button, Group, Modal, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { problemOfError } from '../api/api-fetch.ts';
import { askRight } from '../api/ask-right.ts';
import { KindsContext } from '../kinds/kinds-context.ts';
import { useLiveClient } from '../live/live-context.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { safeText } from '../ui/safe-text.ts';
import { useWords, type Words } from '../ui/use-words.ts';
import { lendApi } from './action-api.ts';
import classes from './action-dialog.module.css';
import { ActionReport } from './action-report.tsx';
import { ActionRun, type RunSnapshot } from './action-run.ts';
import type { Action } from './define-action.ts';
import { followGone } from './delete/follow-gone.ts';
import { tellGone } from './delete/when-gone.ts';
import { type PendingAction, pendingActions } from './pending-actions.ts';
import { whatOfMany } from './what-of-many.ts';

/** How many commands are shown of a bulk; all are copied. */
const COMMANDS = 3;

/**
 * The dialog of an action: what it is about, what it needs to know, what will happen, who may; then the run, object by object, and
 * what came of it. Mounted once by the app.
 */
export function ActionDialog() {
  const pending = useSyncExternalStore(pendingActions.subscribe, pendingActions.current);
  const [serial, setSerial] = useState({ pending, count: 0 });
  if (serial.pending !== pending) setSerial({ pending, count: serial.count + 1 });
  if (pending === undefined) return null;
  const { panel: Panel } = pending.action;
  if (Panel === undefined) return <Dialog key={serial.count} {...pending} />;
  return <Panel key={serial.count} targets={pending.targets} onClose={() => pendingActions.close()} />;
}

function Dialog({ action, targets: given, navigate }: PendingAction) {
  const t = useWords('actions');
  const kinds = useContext(KindsContext);
  const live = useLiveClient();
  const client = useQueryClient();
  const [targets] = useState(() =>
    given.map((target) => {
      const { group, resource } = target.ref.resource;
      const deletion = kinds.get(`${group}/${resource}`)?.deletion;
      return deletion === undefined ? target : { ...target, deletion };
    }),
  );
  const [input, setInput] = useState<unknown>(() => action.form?.initial(targets));
  const [run] = useState(
    () =>
      new ActionRun<unknown>({
        action,
        targets,
        mayI: (cluster, check) => askRight(client, cluster, check),
        problemOf: problemOfError,
        ...(action.until === 'gone' ? { follow: (all, tell) => followGone(live, all, tell), onGone: tellGone } : {}),
        lend: (target, options) => lendApi(target, { navigate, onCopied: () => {}, ...options }),
      }),
  );
  const report = useSyncExternalStore(run.subscribe, run.getSnapshot);
  useEffect(() => void run.review(), [run]);
  // a dialog that is opened over this one takes its place as well
  useEffect(() => () => run.close(), [run]);

  const { phase, counts, items } = report;
  const busy = phase === 'running' || phase === 'trying';
  const following = phase === 'following';
  const finished = phase === 'finished';
  const allDone =
    finished &&
    counts.done === items.length &&
    items.every(({ warnings, notes }) => warnings.length + notes.length === 0);
  useEffect(() => {
    if (!allDone) return;
    pendingActions.close();
    void import('./tell-done.tsx').then(({ tellDone }) => tellDone(t(action.title), targets, t));
  }, [allDone, action, targets, t]);

  // what has the focus is disabled while it runs: the focus goes to what stops it
  const stopper = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (busy) stopper.current?.focus();
  }, [busy]);

  const close = () => pendingActions.close();
  const fault = action.form?.fault?.(input, targets);
  const sentence = fault === undefined ? action.plan?.(targets, input) : undefined;
  const verb = t(action.title);
  const what = subject(targets, t);
  const open = counts.ready + counts.tried + counts.failed + counts.stopped;
  return (
    <Modal
      opened
      onClose={close}
      // what runs is not to be lost by a slip beside the dialog
      closeOnClickOutside={!busy && action.form === undefined}
      title={
        action.says === undefined ? t('dialog.title', { action: verb, what }) : t(action.says.title, { name: what })
      }
      returnFocus={action.movesFocus !== true}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
      size="lg"
    >
      {action.makesNew ? null : <Facts targets={targets} t={t} />}
      {action.form === undefined || finished || following ? null : (
        <fieldset className={classes.form} disabled={busy}>
          <Suspense fallback={null}>{action.form.view({ targets, value: input, onChange: setInput })}</Suspense>
        </fieldset>
      )}
      {fault === undefined || fault.quiet ? null : (
        <p className={classes.fault} role="alert">
          {safeText(t(fault.key, { ...fault.values }))}
        </p>
      )}
      {sentence === undefined || finished || following ? null : (
        <p className={classes.plan}>{safeText(t(sentence.key, { ...sentence.values }))}</p>
      )}
      <ActionReport report={report} t={t} />
      {busy || following ? (
        <Progress value={(100 * progressOf(report)) / items.length} size="sm" aria-label={t('dialog.progress')} />
      ) : null}
      {fault === undefined || fault.quiet ? <Commands action={action} targets={targets} input={input} t={t} /> : null}
      <Group justify="flex-end" gap="xs" className={classes.footer}>
        {following ? (
          <Button variant="default" mr="auto" onClick={() => run.reopen()}>
            {t('dialog.reopen')}
          </Button>
        ) : null}
        {action.dryRun && !finished && !following ? (
          <Button
            variant="default"
            mr="auto"
            disabled={fault !== undefined || busy || open === 0}
            onClick={() => void run.start(input, { dryRun: true })}
          >
            {t('dialog.try')}
          </Button>
        ) : null}
        <Button ref={stopper} variant="default" data-autofocus onClick={busy ? () => run.stop() : close}>
          {t(busy ? 'dialog.stop' : following ? 'dialog.leave' : finished ? 'dialog.close' : 'dialog.cancel')}
        </Button>
        {finished || following ? null : (
          <Button
            {...(action.destructive ? { color: 'red.9' } : {})}
            loading={busy}
            disabled={fault !== undefined || open === 0}
            onClick={() => void run.start(input, { dryRun: false })}
          >
            {counts.failed > 0
              ? t('dialog.retry', { action: verb, count: open })
              : counts.stopped > 0
                ? t('dialog.goOn', { action: verb, count: open })
                : action.says === undefined
                  ? t('dialog.proceed', { action: verb, what: subject(targets, t, open) })
                  : t(action.says.proceed, { name: what })}
          </Button>
        )}
      </Group>
    </Modal>
  );
}

const progressOf = ({ counts }: RunSnapshot) =>
  counts.done + counts.tried + counts.failed + counts.denied + counts.stopped;

/** "web-1", or "12 pods". */
function subject(targets: PendingAction['targets'], t: Words, count = targets.length): string {
  const [first] = targets;
  if (first === undefined) return '';
  return targets.length === 1 ? safeText(first.ref.name) : t('dialog.many', { count, kind: whatOfMany(targets, t) });
}

/** What it is about: never left to memory in a dialog that covers the list. */
function Facts({ targets, t }: { readonly targets: PendingAction['targets']; readonly t: Words }) {
  const [first] = targets;
  if (first === undefined) return null;
  const namespaces = [...new Set(targets.flatMap(({ ref }) => (ref.namespace === undefined ? [] : [ref.namespace])))];
  const facts: readonly (readonly [string, string])[] = [
    [t('dialog.kind'), [...new Set(targets.map(({ ref }) => ref.resource.kind))].join(', ')],
    ...(targets.length === 1 ? [[t('dialog.name'), first.ref.name] as const] : []),
    ...(namespaces.length === 0 ? [] : [[t('dialog.namespace'), namespaces.join(', ')] as const]),
    [t('dialog.cluster'), first.ref.cluster],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{safeText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Commands({
  action,
  targets,
  input,
  t,
}: {
  readonly action: Action;
  readonly targets: PendingAction['targets'];
  readonly input: unknown;
  readonly t: Words;
}) {
  const commands = targets.slice(0, COMMANDS).map((target) => action.kubectl(target, input));
  const more = targets.length - commands.length;
  return (
    <div className={classes.command}>
      <code>
        {commands.map((command) => safeText(command)).join('\n')}
        {more > 0 ? `\n${t('dialog.more', { count: more })}` : ''}
      </code>
      <CopyButton
        text={() => targets.map((target) => action.kubectl(target, input)).join('\n')}
        label={t('menu.copyCommand')}
      />
    </div>
  );
}
