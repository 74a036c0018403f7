import { ActionIcon } from '@mantine/core';
import { AArrowDown, AArrowUp, Accessibility, ChevronDown, ChevronUp, Maximize2, Minimize2 } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { dockRequests } from '../../api/dock-requests.ts';
import { dockStore, MOST_BESIDE } from '../../api/dock-store.ts';
import { TerminalPane } from '../../features/terminal/terminal-pane.tsx';
import { useScreenLook } from '../../features/terminal/use-screen-look.ts';
import { ResizablePane } from '../../ui/resizable-pane.tsx';
import classes from './dock.module.css';
import { DockMenu } from './dock-menu.tsx';
import { DockTabs } from './dock-tabs.tsx';
import { useDockKeys } from './use-dock-keys.ts';
import { useDockSessions } from './use-dock-sessions.ts';

const SIZES = {
  open: undefined,
  folded: 'var(--qd-dock-head)',
  maximised: 'calc(100% - var(--qd-header-height))',
} as const;

/** The dock at the bottom: terminals that stay while pages change. Loaded when it is first needed, hence the default export. */
export default function Dock() {
  const { t } = useTranslation('dock');
  const { tabs, active, focused, size } = useSyncExternalStore(dockStore.subscribe, dockStore.state);
  const waiting = useSyncExternalStore(dockRequests.subscribe, dockRequests.waiting);
  const { look, resizeFont, setScreenReader } = useScreenLook();
  const [wake, setWake] = useState(0);
  const dock = useRef<HTMLDivElement>(null);
  const ready = useDockSessions(tabs);
  const awaken = () => setWake((count) => count + 1);
  useDockKeys(dock, size, awaken);

  useEffect(() => {
    if (waiting.length === 0) return;
    for (const request of dockRequests.take()) dockStore.take(request);
    setWake((count) => count + 1);
  }, [waiting]);

  if (tabs.length === 0) return null;
  const tool = (label: string, Icon: typeof AArrowUp, onClick: () => void, pressed?: boolean) => (
    <ActionIcon
      size="sm"
      title={label}
      aria-label={label}
      variant={pressed ? 'light' : 'subtle'}
      {...(pressed ? {} : { color: 'gray' })}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      onClick={onClick}
    >
      <Icon size={15} aria-hidden="true" />
    </ActionIcon>
  );
  const fixed = SIZES[size];
  return (
    <ResizablePane
      side="bottom"
      memory="dock"
      initial={38}
      label={t('label')}
      handleLabel={t('resize')}
      {...(fixed === undefined ? {} : { fixed })}
    >
      <div ref={dock} className={classes.dock} data-size={size}>
        <div className={classes.head}>
          <DockTabs tabs={tabs} active={active} onEnter={awaken} />
          <DockMenu tabs={tabs} active={active} focused={focused} onEnter={awaken} />
          <span className={classes.spacer} />
          {tool(t('screenReader'), Accessibility, () => setScreenReader(!look.screenReader), look.screenReader)}
          {tool(t('smaller'), AArrowDown, () => resizeFont(-1))}
          {tool(t('larger'), AArrowUp, () => resizeFont(1))}
          {size === 'maximised'
            ? tool(t('restore'), Minimize2, () => dockStore.resize('open'))
            : tool(t('maximise'), Maximize2, () => dockStore.resize('maximised'))}
          {size === 'folded'
            ? tool(t('unfold'), ChevronUp, () => dockStore.resize('open'))
            : tool(t('fold'), ChevronDown, () => dockStore.resize('folded'))}
        </div>
        <div className={classes.panes} id="dock-panes" role="tabpanel" aria-labelledby={`dock-tab-${active}`}>
          {tabs.flatMap(({ id, terminals }) =>
            terminals
              .filter(({ request }) => ready(request.cluster))
              .map((terminal) => (
                <TerminalPane
                  key={terminal.id}
                  terminal={terminal}
                  memory={{
                    get: () => dockStore.terminal(terminal.id)?.session,
                    set: (session) => dockStore.setSession(terminal.id, session),
                    clear: () => dockStore.setSession(terminal.id, undefined),
                    size: () => dockStore.terminal(terminal.id)?.size,
                    setSize: (next) => dockStore.setSize(terminal.id, next),
                  }}
                  look={look}
                  shown={id === active}
                  focused={terminal.id === focused}
                  wake={wake}
                  isClosed={() => dockStore.tabOf(terminal.id) === undefined}
                  onFocus={() => dockStore.focus(terminal.id)}
                  onLeave={() => document.getElementById(`dock-tab-${id}`)?.focus()}
                  onOtherPod={(uid) => dockStore.setPod(terminal.id, uid)}
                  onClose={() => dockStore.close([terminal.id])}
                  onSplit={terminals.length < MOST_BESIDE ? () => dockStore.split(terminal.id) : undefined}
                  onPart={terminals.length > 1 ? () => dockStore.part(terminal.id) : undefined}
                />
              )),
          )}
        </div>
      </div>
    </ResizablePane>
  );
}
