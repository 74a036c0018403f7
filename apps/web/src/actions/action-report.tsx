import { Suspense } from 'react';
import { useSession } from '../api/use-session.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { NeededRoleDetails } from '../ui/needed-role-details.tsx';
import { ProblemView } from '../ui/problem-view.tsx';
import { safeText } from '../ui/safe-text.ts';
import type { Words } from '../ui/use-words.ts';
import classes from './action-dialog.module.css';
import type { RunItem, RunSnapshot, RunState } from './action-run.ts';
import { forbiddenOf, rightOf } from './missing-right.ts';
import { isMixed } from './what-of-many.ts';

const LeavingLines = lazyWithWords(['deletion'], () => import('./delete/leaving-lines.tsx'));

/** Lines that are shown; those that need a look come first. */
const SHOWN = 100;
const URGENCY: readonly RunState[] = [
  'failed',
  'denied',
  'stopped',
  'leaving',
  'running',
  'reviewing',
  'ready',
  'tried',
  'done',
];

/** What is known of each object: may it be done, was it, why not, what the server said. */
export function ActionReport({ report, t }: { readonly report: RunSnapshot; readonly t: Words }) {
  const { items, counts } = report;
  const [only] = items;
  if (items.length === 1 && only !== undefined) return <One item={only} t={t} />;
  const shown = mostUrgent(report);
  const mixed = isMixed(items.map(({ target }) => target));
  return (
    <>
      <div className={classes.summary}>
        <p role="status">
          {URGENCY.filter((state) => counts[state] > 0)
            .map((state) => t(`run.count.${state}`, { count: counts[state] }))
            .join(' · ')}
        </p>
        <CopyButton text={() => reportText(items, t)} label={t('run.copy')} />
      </div>
      <ul className={classes.items}>
        {shown.map((item) => (
          <li key={keyOf(item)} data-state={item.state}>
            <span className={classes.name}>
              {mixed ? `${safeText(item.target.ref.resource.kind)} ` : ''}
              {item.target.ref.namespace === undefined ? '' : `${safeText(item.target.ref.namespace)}/`}
              {safeText(item.target.ref.name)}
            </span>
            <span className={classes.state}>{t(`run.state.${item.state}`)}</span>
            <Said item={item} t={t} />
          </li>
        ))}
      </ul>
      {items.length > SHOWN ? (
        <p className={classes.counts}>{t('dialog.more', { count: items.length - SHOWN })}</p>
      ) : null}
    </>
  );
}

function keyOf({ target: { ref } }: RunItem): string {
  return `${ref.resource.group}/${ref.resource.resource}/${ref.namespace ?? ''}/${ref.name}`;
}

/** Those that need a look, then the others; in the order given among themselves. Thousands are looked through on each frame. */
function mostUrgent({ items, counts }: RunSnapshot): readonly RunItem[] {
  const shown: RunItem[] = [];
  for (const state of URGENCY) {
    if (shown.length >= SHOWN) break;
    if (counts[state] > 0) shown.push(...items.filter((item) => item.state === state).slice(0, SHOWN - shown.length));
  }
  return shown;
}

/** A line for each object, tabs between, as spreadsheets and tickets take it. */
function reportText(items: readonly RunItem[], t: Words): string {
  return items
    .map(({ target: { ref }, state, missing, problem, warnings, notes }) =>
      [
        ref.resource.kind,
        ref.namespace ?? '',
        ref.name,
        t(`run.state.${state}`),
        ...(missing === undefined ? [] : [t(...rightOf(missing))]),
        ...(problem === undefined ? [] : [problem.title, problem.detail ?? '']),
        ...warnings,
        ...notes,
      ]
        .map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' '))
        .join('\t'),
    )
    .join('\n');
}

function One({ item, t }: { readonly item: RunItem; readonly t: Words }) {
  return (
    <>
      {item.state === 'leaving' ? <p role="status">{t('run.state.leaving')}</p> : null}
      {item.state === 'tried' ? (
        <p className={classes.tried} role="status">
          {t('run.tried')}
        </p>
      ) : null}
      <Said item={item} t={t} />
    </>
  );
}

function Said({ item, t }: { readonly item: RunItem; readonly t: Words }) {
  const { missing, problem, warnings, notes, target } = item;
  const user = useSession(target.ref.cluster)?.user.name;
  return (
    <>
      {missing === undefined ? null : (
        <div className={classes.fault}>
          {t(...rightOf(missing))}
          {user === undefined ? null : <NeededRoleDetails facts={forbiddenOf(missing, user)} />}
        </div>
      )}
      {problem === undefined ? null : <ProblemView problem={problem} compact />}
      {item.state === 'leaving' ? (
        <Suspense fallback={null}>
          <LeavingLines departure={item.departure} />
        </Suspense>
      ) : null}
      {warnings.map((warning) => (
        <p key={warning} className={classes.warning}>
          {t('run.warning', { warning: safeText(warning) })}
        </p>
      ))}
      {notes.map((note) => (
        <p key={note} className={classes.warning} role="status">
          {safeText(note)}
        </p>
      ))}
    </>
  );
}
