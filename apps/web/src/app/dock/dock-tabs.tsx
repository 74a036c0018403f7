import { SquareTerminal, X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DockTab, type DockTerminal, dockStore } from '../../api/dock-store.ts';
import { safeText } from '../../ui/safe-text.ts';
import classes from './dock.module.css';

/** What a tab of the dock is called: the names of its terminals. */
function tabName({ terminals }: DockTab): string {
  return terminals.map(terminalName).join(' | ');
}

function terminalName({ name, request }: DockTerminal): string {
  return name || request.title;
}

/** The dock's tabs. Arrow keys move, Enter goes to the terminal, F2 renames, Delete closes. */
export function DockTabs({
  tabs,
  active,
  onEnter,
}: {
  readonly tabs: readonly DockTab[];
  readonly active: string;
  readonly onEnter: () => void;
}) {
  const { t } = useTranslation('dock');
  const [renaming, setRenaming] = useState<string>();
  const list = useRef<HTMLDivElement>(null);

  function go(to: number): void {
    const tab = tabs[(to + tabs.length) % tabs.length];
    if (tab === undefined) return;
    dockStore.show(tab.id);
    document.getElementById(`dock-tab-${tab.id}`)?.focus();
  }

  function press(event: KeyboardEvent, at: number): void {
    const tab = tabs[at];
    if (tab === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key === 'ArrowLeft') go(at - 1);
    else if (key === 'ArrowRight') go(at + 1);
    else if (key === 'Home') go(0);
    else if (key === 'End') go(tabs.length - 1);
    else if (key === 'Enter' || key === 'ArrowDown') onEnter();
    else if (key === 'F2') setRenaming(tab.id);
    else if (key === 'Delete') close(tab);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function close(tab: DockTab): void {
    dockStore.close(tab.terminals.map(({ id }) => id));
    // the neighbour that is shown now takes the focus, so that the keyboard is not lost
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  }

  return (
    <div ref={list} className={classes.tabs} role="tablist" aria-label={t('tabs')}>
      {tabs.map((tab, at) => (
        <div key={tab.id} className={classes.tab} data-active={tab.id === active || undefined} role="presentation">
          {renaming === tab.id ? (
            <Renaming tab={tab} onDone={() => setRenaming(undefined)} />
          ) : (
            <button
              type="button"
              role="tab"
              id={`dock-tab-${tab.id}`}
              aria-selected={tab.id === active}
              aria-controls="dock-panes"
              tabIndex={tab.id === active ? 0 : -1}
              title={t('tabTip', { name: safeText(tabName(tab)), places: tab.terminals.map(place).join(', ') })}
              onClick={() => {
                dockStore.show(tab.id);
                onEnter();
              }}
              onDoubleClick={() => setRenaming(tab.id)}
              onAuxClick={(event) => {
                if (event.button === 1) close(tab);
              }}
              onKeyDown={(event) => press(event, at)}
            >
              <SquareTerminal size={14} aria-hidden="true" />
              <span className={classes.name}>{safeText(tabName(tab))}</span>
            </button>
          )}
          {/* by keyboard: Delete on the tab */}
          <button
            type="button"
            className={classes.close}
            tabIndex={-1}
            aria-hidden="true"
            title={t('closeTab', { name: safeText(tabName(tab)) })}
            onClick={() => close(tab)}
          >
            <X size={12} aria-hidden="true" />
          </button>
        </div>
      ))}
    </div>
  );
}

function place({ request }: DockTerminal): string {
  return safeText(`${request.cluster} / ${request.namespace} / ${request.pod} / ${request.container}`);
}

/** The name of a tab's first terminal, as it is typed. */
function Renaming({ tab, onDone }: { readonly tab: DockTab; readonly onDone: () => void }) {
  const { t } = useTranslation('dock');
  const [first] = tab.terminals;
  const [name, setName] = useState(first === undefined ? '' : terminalName(first));
  const over = useRef(false);
  const end = (keep: boolean) => {
    if (over.current) return;
    over.current = true;
    if (keep && first !== undefined) dockStore.rename(first.id, name);
    onDone();
    requestAnimationFrame(() => document.getElementById(`dock-tab-${tab.id}`)?.focus());
  };
  return (
    <input
      className={classes.rename}
      aria-label={t('rename')}
      value={name}
      maxLength={60}
      ref={(input) => input?.focus()}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') end(true);
        else if (event.key === 'Escape') end(false);
      }}
    />
  );
}
