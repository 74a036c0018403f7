import { Button } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { ArrowDownToLine } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultContainer, type PodContainer, readContainers } from '../../api/pod-containers.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { ContainerPicker } from '../../ui/container-picker.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useContainerParam } from '../../ui/use-container-param.ts';
import { useFillHeight } from '../../ui/use-fill-height.ts';
import { FindBar } from './find-bar.tsx';
import { LogList } from './log-list.tsx';
import { logText } from './log-text.ts';
import type { TimeFormat } from './log-time.ts';
import { LogToolbar } from './log-toolbar.tsx';
import { emptyWords, logWords } from './log-words.ts';
import classes from './logs.module.css';
import { useFind } from './use-find.ts';
import { useLogStore } from './use-log-store.ts';

/** The logs tab of a pod; loaded lazily, hence the default export. */
export default function LogTab({ target, object }: DetailProps) {
  const { t } = useTranslation('logs');
  const containers = useMemo(() => readContainers(object), [object]);
  const [asked, setContainer] = useContainerParam();
  const name = containers.some((container) => container.name === asked) ? asked : defaultContainer(object, containers);
  const container = containers.find((candidate) => candidate.name === name);
  if (container === undefined) return <EmptyState title={t('noContainers')} />;
  return (
    <ContainerLog
      // Another pod of the same name is another log.
      key={object.metadata.uid}
      target={target}
      object={object}
      container={container}
      picker={<ContainerPicker containers={containers} value={container.name} onChange={setContainer} />}
    />
  );
}

function ContainerLog({
  target,
  object,
  container,
  picker,
}: DetailProps & { readonly container: PodContainer; readonly picker: ReactNode }) {
  const { t, i18n } = useTranslation('logs');
  const viewRef = useRef<HTMLElement>(null);
  const findRef = useRef<HTMLInputElement>(null);
  const height = useFillHeight(viewRef);
  const [previous, setPrevious] = useState(false);
  const [time, setTime] = useState<TimeFormat>('off');
  const [wrap, setWrap] = useState(false);
  const [pausedAt, setPausedAt] = useState<number>();
  const [shown, setShown] = useState(container.name);
  if (shown !== container.name) {
    setShown(container.name);
    setPausedAt(undefined);
  }
  const namespace = target.namespace ?? '';
  const { store, snapshot, restart } = useLogStore({
    cluster: target.cluster,
    namespace,
    pod: target.name,
    container: container.name,
    instance: container.instance,
    phase: container.state?.phase ?? 'unknown',
    previous,
  });
  const find = useFind(store);
  const following = pausedAt === undefined;
  const setFollowing = useCallback(
    (follow: boolean) => setPausedAt((before) => (follow ? undefined : (before ?? store.snapshot().end))),
    [store],
  );
  const step = (by: 1 | -1) => {
    setFollowing(false);
    find.step(by);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
      findRef.current?.focus();
      findRef.current?.select();
    } else if (event.key === 'F3') step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };

  const fileName = `${target.name}_${container.name}${previous ? '_previous' : ''}.log`;
  const logPath = apiPath(
    { group: '', version: target.resource.version, resource: target.resource.resource },
    { namespace, name: target.name, subresource: 'log' },
  );
  const wholeLog = `/api/clusters/${encodeURIComponent(target.cluster)}/k8s${logPath}?${new URLSearchParams({
    container: container.name,
    ...(previous ? { previous: 'true' } : {}),
    ...(time === 'off' ? {} : { timestamps: 'true' }),
  })}`;
  const podGone = snapshot.problem?.code === 'qd.api.not-found' || object.metadata.deletionTimestamp !== undefined;
  const words = logWords(snapshot, container, { previous, podGone: podGone && snapshot.state !== 'streaming' });
  const empty = emptyWords(snapshot, container, previous);
  const waiting = following ? 0 : snapshot.end + snapshot.held - pausedAt;
  const number = (value: number) => value.toLocaleString(i18n.language);
  const failed =
    snapshot.problem !== undefined && snapshot.problem.code !== 'qd.log.no-previous' && words.look === 'failed';

  return (
    <section
      ref={viewRef}
      className={classes.view}
      style={{ height }}
      aria-label={t('label', { container: container.name })}
      onKeyDown={onKeyDown}
    >
      <LogToolbar
        picker={picker}
        following={following}
        onFollowingChange={setFollowing}
        previous={previous}
        onPreviousChange={(next) => {
          setPrevious(next);
          setPausedAt(undefined);
        }}
        time={time}
        onTimeChange={setTime}
        wrap={wrap}
        onWrapChange={setWrap}
        onDownloadShown={() => saveFile(fileName, [...logText(store.ring, time)], 'text/plain;charset=utf-8')}
        wholeLog={wholeLog}
        fileName={fileName}
        onClear={() => {
          store.clear();
          setPausedAt(undefined);
        }}
        find={
          <FindBar
            inputRef={findRef}
            query={find.query}
            onQueryChange={find.setQuery}
            hits={snapshot.hits}
            position={find.position}
            searched={snapshot.searched}
            onStep={step}
            onLeave={() => viewRef.current?.querySelector<HTMLElement>('[role=log]')?.focus()}
          />
        }
      />
      <div className={classes.status}>
        <span className={classes.state} data-look={words.look} role="status">
          {t(words.key, { container: container.name, reason: container.state?.reason ?? '' })}
        </span>
        <span>
          {t('lines', { count: snapshot.end - snapshot.start, number: number(snapshot.end - snapshot.start) })}
        </span>
        {snapshot.dropped > 0 ? (
          <span>{t('dropped', { count: snapshot.dropped, number: number(snapshot.dropped) })}</span>
        ) : null}
        {snapshot.held > 0 ? <span>{t('held')}</span> : null}
      </div>
      {failed && snapshot.problem !== undefined ? (
        <div className={classes.notice}>
          <ProblemView
            problem={snapshot.problem}
            onRetry={snapshot.end > snapshot.start ? () => store.resume('resumed') : restart}
          />
        </div>
      ) : null}
      <div className={classes.frame}>
        <LogList
          store={store}
          snapshot={snapshot}
          label={t('label', { container: container.name })}
          following={following}
          onFollowingChange={setFollowing}
          time={time}
          wrap={wrap}
          query={find.query}
          current={find.current}
        />
        {empty === undefined ? null : (
          <div className={classes.empty}>
            <p className={classes.words}>
              {t(empty, { container: container.name, reason: container.state?.reason || t('container.phase.waiting') })}
            </p>
          </div>
        )}
        {following ? null : (
          <Button
            size="xs"
            className={classes.jump ?? ''}
            leftSection={<ArrowDownToLine size={14} aria-hidden="true" />}
            onClick={() => setFollowing(true)}
          >
            {waiting > 0 ? t('jumpNew', { count: waiting, number: number(waiting) }) : t('jump')}
          </Button>
        )}
      </div>
    </section>
  );
}
