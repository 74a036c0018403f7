import { useMemo } from 'react';
import { objectPath } from '../../api/addresses.ts';
import { type ContainerState, type PodContainer, readContainers } from '../../api/pod-containers.ts';
import { valueAt } from '../../api/read-field.ts';
import { eventQuery } from '../../live/event-query.ts';
import { type EventFacts, readEvent } from '../../live/read-event.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { AppLink } from '../../ui/app-link.tsx';
import type { FactItem } from '../../ui/fact-list.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { Moment } from '../../ui/moment.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds } from '../../ui/simple-table.tsx';
import type { Words } from '../../ui/use-words.ts';
import { useWords } from '../../ui/use-words.ts';
import { ContainerSpec, type HookFailure } from '../containers/container-spec.tsx';
import classes from '../containers/containers.module.css';
import { exitWords } from '../containers/exit-words.ts';
import { hookFailures } from '../containers/hook-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { containerHealth, stateText } from './container-state.ts';
import { findReason } from './reason-words.ts';

const readRow = () => readEvent;

/** The containers of a pod with what the kubelet reports of each; loaded lazily, hence the default export. */
export default function ContainersSection({ target, object }: DetailProps) {
  const t = useWords('kinds');
  const containers = readContainers(object);
  const hasHooks = containers.some(({ spec }) => valueAt(spec, 'lifecycle') !== undefined);
  const { items } = useGatheredRows<EventFacts>(() =>
    hasHooks ? [{ id: 'events', query: eventQuery(target, object), read: readRow }] : [],
  );
  const events = items.get('events');
  const failures = useMemo(() => hookFailures(events?.values() ?? []), [events]);
  const hookFailure: HookFailure = (container, hook) => failures.get(`${container}/${hook}`);
  const ids = rowIds(containers.map(({ role, name }) => `${role}/${name}`));
  return containers.map((container, index) => (
    <div key={ids[index]} className={classes.container}>
      <div className={classes.head}>
        <h3>{safeText(container.name)}</h3>
        {container.role === 'main' ? null : (
          <span className={classes.role}>{t(`container.role.${container.role}`)}</span>
        )}
        <HealthMark health={containerHealth(container)} label={stateText(container.state, t)} />
        <span className={classes.links}>
          {(['logs', 'shell'] as const)
            .filter((tab) => tab === 'logs' || container.state?.phase === 'running')
            .map((tab) => (
              <AppLink
                key={tab}
                to={`${objectPath(target, tab)}?container=${encodeURIComponent(container.name)}`}
                aria-label={t(`container.${tab}Of`, { name: container.name })}
              >
                {t(`tab.${tab}`)}
              </AppLink>
            ))}
        </span>
      </div>
      {isDone(container) ? (
        <details className={classes.more}>
          <summary>{t('container.details')}</summary>
          <Details container={container} target={target} object={object} hookFailure={hookFailure} />
        </details>
      ) : (
        <Details container={container} target={target} object={object} hookFailure={hookFailure} />
      )}
    </div>
  ));
}

/** An init container that has done its work is of little interest afterwards. */
function isDone({ role, state }: PodContainer): boolean {
  return role === 'init' && state?.phase === 'terminated' && state.exitCode === 0;
}

function Details({
  container,
  target,
  object,
  hookFailure,
}: { readonly container: PodContainer; readonly hookFailure: HookFailure } & DetailProps) {
  const t = useWords('kinds');
  return (
    <ContainerSpec
      cluster={target.cluster}
      namespace={target.namespace}
      container={container.spec}
      podSpec={valueAt(object, 'spec')}
      pod={object}
      leading={reportFacts(container, t)}
      hookFailure={hookFailure}
    />
  );
}

function reportFacts(container: PodContainer, t: Words): readonly FactItem[] {
  const fact = (id: string, value: FactItem['value']): FactItem => ({ id, label: t(`container.${id}`), value });
  const { state, lastState } = container;
  return [
    ...(state === undefined ? [] : [fact('current', <State state={state} />)]),
    ...(lastState === undefined ? [] : [fact('last', <State state={lastState} />)]),
    fact('ready', container.ready ? t('yes') : t('no')),
    ...(container.started === undefined ? [] : [fact('started', container.started ? t('yes') : t('no'))]),
    fact('restarts', `${container.restarts}`),
    ...(container.instance === ''
      ? []
      : [fact('containerID', <span className={classes.image}>{safeText(container.instance)}</span>)]),
    ...(container.imageID === ''
      ? []
      : [fact('imageID', <span className={classes.image}>{safeText(container.imageID)}</span>)]),
  ];
}

/** A state in words with its times and, when the runtime left one, its message. */
function State({ state }: { readonly state: ContainerState }) {
  const t = useWords('kinds');
  const meaning = exitWords(state, useWords('sections'));
  const words = useWords('reasons');
  // how a container ended its code says better
  const entry = meaning === '' ? findReason(state.reason) : undefined;
  return (
    <>
      <div>{safeText(stateText(state, t))}</div>
      {meaning === '' ? null : <div className={classes.role}>{meaning}</div>}
      {entry === undefined ? null : <div className={classes.role}>{words(`about.${entry.key}.cause`)}</div>}
      {state.message === '' ? null : <div>{safeText(state.message)}</div>}
      {state.startedAt === '' ? null : (
        <div>
          {t('container.since')} <Moment at={state.startedAt} />
        </div>
      )}
      {state.finishedAt === '' ? null : (
        <div>
          {t('container.until')} <Moment at={state.finishedAt} />
        </div>
      )}
    </>
  );
}
