import { Button } from '@mantine/core';
import { ArrowDownToLine } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfig } from '../../api/use-config.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useFillHeight } from '../../ui/use-fill-height.ts';
import { FilterBar } from './filter-bar.tsx';
import { FindBar } from './find-bar.tsx';
import { findKeys } from './find-keys.ts';
import { HistogramView } from './histogram-view.tsx';
import { isFiltering } from './log-filter.ts';
import type { LineLook } from './log-line.tsx';
import { LogList } from './log-list.tsx';
import { useLogPrefs } from './log-prefs.ts';
import { DEFAULT_LIMITS } from './log-ring.ts';
import type { LogRequest } from './log-source.ts';
import { hitchOf, problemOf } from './log-sources.ts';
import { startRequest } from './log-start.ts';
import { LogStatus } from './log-status.tsx';
import { logText } from './log-text.ts';
import { LogToolbar } from './log-toolbar.tsx';
import { emptyWords, logWords } from './log-words.ts';
import classes from './logs.module.css';
import { SourcesButton } from './sources-button.tsx';
import { useDetailsActions } from './use-details-actions.ts';
import { useFind } from './use-find.ts';
import { useLinkedLine } from './use-linked-line.ts';
import { useLogFigures } from './use-log-figures.ts';
import { useLogSettings } from './use-log-settings.ts';
import { useLogStore } from './use-log-store.ts';
import { useSeenContainers } from './use-seen-containers.ts';
import { useWholeLog } from './use-whole-log.ts';

/** Characters of a pod's and container's name before each line. */
const MOST_NAME = 28;

export interface LogPanelProps {
  readonly cluster: string;
  readonly sources: LogRequest['sources'];
  /** accessible name */
  readonly label: string;
  /** of a download, without its end */
  readonly fileName: string;
  /** the same sources where pods may not be listed */
  readonly withoutList?: LogRequest['sources'];
  /** chooses the container; `seen`: names of containers that the log has had */
  readonly picker: (seen: readonly string[]) => ReactNode;
  /** the same log by kubectl */
  readonly command: (timestamps: boolean) => string;
  /** a change of it is a reason to ask again for what was not there */
  readonly again?: string;
  /** the object is about to go, or gone */
  readonly gone?: boolean;
}

/** A log with all its controls, of whatever its sources say. */
export function LogPanel(props: LogPanelProps) {
  const { cluster, label, picker, command, withoutList, again = '', gone = false } = props;
  const { t, i18n } = useTranslation('logs');
  const viewRef = useRef<HTMLElement>(null);
  const findRef = useRef<HTMLInputElement>(null);
  const height = useFillHeight(viewRef);
  const [settings, changeSettings] = useLogSettings();
  const [prefs, changePrefs] = useLogPrefs();
  const [pausedAt, setPausedAt] = useState<number | undefined>(settings.line === undefined ? undefined : 0);
  const [listRefused, setListRefused] = useState(false);
  const sources = listRefused && withoutList !== undefined ? withoutList : props.sources;
  const limits = useConfig().data?.logs ?? DEFAULT_LIMITS;
  const { instances, start, filter, columns, line } = settings;
  const request = useMemo<LogRequest>(
    () => ({ sources: [...sources], instances, follow: instances !== 'previous', ...startRequest(start) }),
    [sources, instances, start],
  );
  const { store, snapshot, restart } = useLogStore({ cluster, request, limits, again, preview: line === undefined });
  const find = useFind(store);
  const linked = useLinkedLine(store, snapshot, line);
  const figures = useLogFigures(store, snapshot);
  const following = pausedAt === undefined;
  const setFollowing = useCallback(
    (follow: boolean) => setPausedAt((before) => (follow ? undefined : (before ?? store.snapshot().end))),
    [store],
  );
  // what stood behind the link's line when it was found is not new
  const { at: linkedAt } = linked;
  useEffect(() => {
    if (linkedAt !== undefined) setPausedAt(store.snapshot().end);
  }, [linkedAt, store]);
  const refused = snapshot.queries.some(({ problem }) => problem?.code === 'qd.api.forbidden');
  useEffect(() => {
    if (refused) setListRefused(true);
  }, [refused]);
  useEffect(() => store.filter(filter), [store, filter]);
  useEffect(() => store.setFolding(prefs.fold), [store, prefs.fold]);

  const seen = useSeenContainers(snapshot.sources);
  const named = snapshot.sources.length > 1;
  const { time, fields, wrap } = prefs;
  const nameWidth = Math.min(MOST_NAME, Math.max(0, ...snapshot.sources.map(({ key }) => key.length)));
  const look = useMemo<LineLook>(
    () => ({ time, named, nameWidth, fields, columns }),
    [time, named, nameWidth, fields, columns],
  );
  const timed = time !== 'off';
  useEffect(() => store.setLook({ fields, columns, timed }), [store, fields, columns, timed]);
  const details = useDetailsActions(settings, changeSettings, snapshot.sources, store.ring);
  const step = (by: 1 | -1) => {
    setFollowing(false);
    find.step(by);
  };
  const isFinding = find.query.text !== '';

  const fileName = `${props.fileName}${instances === 'previous' ? '_previous' : ''}.log`;
  const whole = useWholeLog(cluster, { sources: [...sources], instances, timestamps: timed, names: named }, fileName);
  const words = logWords(snapshot, { instances, gone });
  const empty = emptyWords(snapshot, instances);
  const waiting = following ? 0 : snapshot.shown - store.view.indexFrom(pausedAt) + snapshot.held;
  const problem = snapshot.problem ?? problemOf(snapshot.sources, snapshot.queries);
  // with lines to read, that it goes on in a moment is said by the state alone
  const isEmpty = snapshot.link === 'open' && snapshot.end === snapshot.start;
  const hitch = isEmpty ? hitchOf(snapshot.sources, snapshot.queries) : undefined;
  const failed = words.look === 'failed' && problem !== undefined && problem.code !== 'qd.log.no-previous';

  return (
    <section
      ref={viewRef}
      className={classes.view}
      style={{ height }}
      aria-label={label}
      aria-keyshortcuts={isFinding ? 'Control+F F3 / n N' : 'Control+F F3 /'}
      onKeyDown={findKeys({ field: findRef, isFinding, step })}
    >
      <LogToolbar
        picker={picker(seen)}
        following={following}
        onFollowingChange={setFollowing}
        settings={settings}
        onSettings={(patch) => {
          changeSettings(patch);
          setPausedAt(undefined);
        }}
        prefs={prefs}
        onPrefs={changePrefs}
        text={() => [...logText(store, look)].join('')}
        onDownloadShown={() => saveFile(fileName, [...logText(store, look)], 'text/plain;charset=utf-8')}
        wholeLog={whole.address}
        onDownloadWhole={whole.save}
        fileName={fileName}
        onClear={() => {
          store.clear();
          setPausedAt(undefined);
        }}
      />
      <FilterBar
        filter={filter}
        onFilter={(next) => changeSettings({ filter: next })}
        levels={figures.levels}
        tooSlow={snapshot.tooSlow}
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
        sources={
          <SourcesButton
            cluster={cluster}
            sources={snapshot.sources}
            hidden={filter.hiddenSources}
            onHidden={(hiddenSources) => changeSettings({ filter: { ...filter, hiddenSources } })}
          />
        }
      />
      <LogStatus
        words={words}
        snapshot={snapshot}
        filtering={isFiltering(filter)}
        linked={linked.state}
        command={command(time !== 'off')}
      />
      {failed ? (
        <div className={classes.notice}>
          <ProblemView
            problem={problem}
            onRetry={snapshot.end > snapshot.start ? () => store.resume({ what: 'resumed' }) : restart}
          />
        </div>
      ) : words.look === 'busy' && hitch !== undefined ? (
        <div className={classes.notice}>
          <ProblemView problem={hitch} compact />
        </div>
      ) : null}
      {whole.refused === undefined ? null : (
        <div className={classes.notice}>
          <ProblemView problem={whole.refused} compact onRetry={whole.save} />
        </div>
      )}
      {prefs.chart && figures.histogram !== undefined ? (
        <HistogramView
          histogram={figures.histogram}
          from={filter.from}
          to={filter.to}
          onRange={(range) => {
            const { from: _from, to: _to, ...rest } = filter;
            changeSettings({ filter: { ...rest, ...range } });
          }}
        />
      ) : null}
      <div className={classes.lines}>
        <LogList
          store={store}
          snapshot={snapshot}
          label={label}
          following={following}
          onFollowingChange={setFollowing}
          look={look}
          wrap={wrap}
          query={find.query}
          current={find.current ?? linked.at}
          linked={linked}
          details={details}
        />
        {empty === undefined ? null : (
          <div className={classes.empty}>
            <p className={classes.words}>{t(empty.key, empty.values ?? {})}</p>
          </div>
        )}
        {following ? null : (
          <Button
            size="xs"
            className={classes.jump ?? ''}
            leftSection={<ArrowDownToLine size={14} aria-hidden="true" />}
            onClick={() => setFollowing(true)}
          >
            {waiting > 0 ? t('jumpNew', { count: waiting, number: waiting.toLocaleString(i18n.language) }) : t('jump')}
          </Button>
        )}
      </div>
    </section>
  );
}
