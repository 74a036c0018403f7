import { Button } from '@mantine/core';
import { SquareTerminal } from 'lucide-react';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { openTerminal, type TerminalRequest } from '../../api/dock-requests.ts';
import { type DockTerminal, dockStore } from '../../api/dock-store.ts';
import { defaultContainer, type PodContainer, readContainers } from '../../api/pod-containers.ts';
import { podOs } from '../../api/pod-os.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { readCommand } from '../../ui/argv.ts';
import { CommandField } from '../../ui/command-field.tsx';
import { ContainerPicker } from '../../ui/container-picker.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useContainerParam } from '../../ui/use-container-param.ts';
import classes from './terminal.module.css';

/**
 * The shell tab of a pod: its address opens a shell in the dock, where it stays when the page changes. Here a person chooses the
 * container, another command, or to attach. Loaded lazily, hence the default export.
 */
export default function TerminalTab({ target, object }: DetailProps) {
  const { t } = useTranslation('terminal');
  const containers = useMemo(() => readContainers(object), [object]);
  const [asked, setContainer] = useContainerParam();
  const name = containers.some((container) => container.name === asked) ? asked : defaultContainer(object, containers);
  const container = containers.find((candidate) => candidate.name === name);
  const { uid } = object.metadata;
  const os = podOs(object);
  const request: TerminalRequest = {
    cluster: target.cluster,
    namespace: target.namespace ?? '',
    pod: target.name,
    podUid: uid,
    container: name ?? '',
    command: null,
    mode: 'exec',
    title: target.name,
    waitForStart: true,
    ...(os === undefined ? {} : { os }),
  };
  const running = container?.state?.phase === 'running';
  useShellOfAddress(request, running);
  if (container === undefined) return <EmptyState title={t('noContainers')} />;
  return (
    <div className={classes.launch}>
      <div className={classes.row}>
        <ContainerPicker containers={containers} value={container.name} onChange={setContainer} />
      </div>
      {running ? null : (
        <EmptyState
          title={t('notRunning.title', { container: safeText(container.name) })}
          hint={t(container.state?.phase === 'terminated' ? 'notRunning.stopped' : 'notRunning.waiting', {
            reason: safeText(container.state?.reason || t('notRunning.noReason')),
          })}
        />
      )}
      <Ways request={request} container={container} running={running} />
      <Open request={request} />
    </div>
  );
}

/** A visit of the address opens one shell for each container that is chosen, as soon as it runs; one that is there is shown. */
function useShellOfAddress(request: TerminalRequest, running: boolean): void {
  const key = running ? JSON.stringify(request) : '';
  useEffect(() => {
    if (key !== '') openTerminal({ ...(JSON.parse(key) as TerminalRequest), reuse: true });
  }, [key]);
}

function Ways({
  request,
  container,
  running,
}: {
  readonly request: TerminalRequest;
  readonly container: PodContainer;
  readonly running: boolean;
}) {
  const { t } = useTranslation('terminal');
  const [typed, setTyped] = useState({ text: '', throughShell: false });
  const { argv, fault } = readCommand(typed);
  const fit = running && argv.length > 0 && fault === undefined;
  const run = () => {
    if (fit) openTerminal({ ...request, command: argv, title: `${request.pod}: ${argv[0]}` });
  };
  return (
    <>
      <div className={classes.way}>
        <Button
          size="xs"
          disabled={!running}
          leftSection={<SquareTerminal size={14} aria-hidden="true" />}
          onClick={() => openTerminal(request)}
        >
          {t('launch.shell')}
        </Button>
        <span>{t('launch.shellHint')}</span>
      </div>
      <div className={classes.way}>
        <Button
          size="xs"
          variant="default"
          disabled={!running}
          onClick={() =>
            openTerminal({ ...request, mode: 'attach', title: `${request.pod}: ${container.name}`, reuse: true })
          }
        >
          {t('launch.attach')}
        </Button>
        <span>{t('launch.attachHint')}</span>
      </div>
      <div className={classes.command}>
        <CommandField
          label={t('launch.command')}
          placeholder="redis-cli -n 1"
          value={typed}
          onChange={setTyped}
          onEnter={run}
        />
        <Button size="xs" variant="default" disabled={!fit} onClick={run}>
          {t('launch.run')}
        </Button>
      </div>
    </>
  );
}

/** The terminals of the pod that the dock has. */
function Open({ request }: { readonly request: TerminalRequest }) {
  const { t } = useTranslation('terminal');
  const { tabs } = useSyncExternalStore(dockStore.subscribe, dockStore.state);
  const { cluster, namespace, pod } = request;
  const here = tabs
    .flatMap(({ terminals }) => terminals)
    .filter(({ request: its }) => its.cluster === cluster && its.namespace === namespace && its.pod === pod);
  return (
    <section aria-label={t('launch.here')} className={classes.here}>
      <h3>{t('launch.here')}</h3>
      {here.length === 0 ? <p>{t('launch.none')}</p> : null}
      <ul>
        {here.map((terminal) => (
          <li key={terminal.id}>
            <Button size="compact-xs" variant="subtle" onClick={() => dockStore.focus(terminal.id)}>
              {t('launch.show', { name: safeText(nameOf(terminal)) })}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function nameOf({ name, request }: DockTerminal): string {
  const command = request.mode === 'attach' ? '' : (request.command?.join(' ') ?? '');
  return [name || request.title, request.container, command].filter((part) => part !== '').join(' · ');
}
