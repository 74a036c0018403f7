import { ActionIcon, Menu } from '@mantine/core';
import type { TerminalInfo } from '@quarterdeck/shared/stream-protocol';
import { useQuery } from '@tanstack/react-query';
import { Columns2, Link2, Pencil, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiFetch } from '../../api/api-fetch.ts';
import { type DockTab, dockStore, MOST_BESIDE } from '../../api/dock-store.ts';
import { sessionStore } from '../../api/session-store.ts';
import { safeText } from '../../ui/safe-text.ts';

/** New terminals: another of the same, or one that runs in another window of the same person. */
export function DockMenu({
  tabs,
  active,
  focused,
  onEnter,
}: {
  readonly tabs: readonly DockTab[];
  readonly active: string;
  readonly focused: string;
  /** a terminal was chosen: the keyboard goes there */
  readonly onEnter: () => void;
}) {
  const { t } = useTranslation('dock');
  const [opened, setOpened] = useState(false);
  /** a terminal was chosen: the menu's button does not get the focus back */
  const [chosen, setChosen] = useState(false);
  useEffect(() => {
    if (!chosen || opened) return;
    setChosen(false);
    onEnter();
  }, [chosen, opened, onEnter]);
  const at = tabs.findIndex(({ id }) => id === active);
  const tab = tabs[at];
  const before = tabs[at - 1];
  const terminal = tab?.terminals.find(({ id }) => id === focused) ?? tab?.terminals[0];
  const joins =
    tab !== undefined && before !== undefined && before.terminals.length + tab.terminals.length <= MOST_BESIDE;
  return (
    <Menu
      position="top-start"
      width={340}
      opened={opened}
      onChange={setOpened}
      withInitialFocusPlaceholder={false}
      returnFocus={!chosen}
    >
      <Menu.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('more')} title={t('more')}>
          <Plus size={15} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {terminal === undefined ? null : (
          <Menu.Item
            leftSection={<Plus size={14} aria-hidden="true" />}
            onClick={() => {
              const { throwAway: _ended, waitForStart: _started, ...request } = terminal.request;
              dockStore.open(request);
              setChosen(true);
            }}
          >
            {t('another', { place: safeText(`${terminal.request.pod} / ${terminal.request.container}`) })}
          </Menu.Item>
        )}
        {joins ? (
          <Menu.Item leftSection={<Columns2 size={14} aria-hidden="true" />} onClick={() => dockStore.join(tab.id)}>
            {t('join')}
          </Menu.Item>
        ) : null}
        {terminal === undefined ? null : (
          <Menu.Item
            leftSection={<Pencil size={14} aria-hidden="true" />}
            closeMenuOnClick
            onClick={() =>
              document
                .getElementById(`dock-tab-${active}`)
                ?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
            }
          >
            {t('rename')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>{t('elsewhere')}</Menu.Label>
        {opened ? <Elsewhere tabs={tabs} onChosen={() => setChosen(true)} /> : null}
      </Menu.Dropdown>
    </Menu>
  );
}

interface Found extends TerminalInfo {
  readonly cluster: string;
}

/** Terminals of the same login that this window does not show. */
function Elsewhere({ tabs, onChosen }: { readonly tabs: readonly DockTab[]; readonly onChosen: () => void }) {
  const { t } = useTranslation('dock');
  const clusters = sessionStore.signedIn();
  const { data = [], isPending } = useQuery({
    queryKey: ['dock-sessions', clusters],
    queryFn: async ({ signal }) => (await Promise.all(clusters.map((cluster) => list(cluster, signal)))).flat(),
    gcTime: 0,
  });
  const here = new Set(tabs.flatMap(({ terminals }) => terminals.map(({ session }) => session)));
  const found = data.filter(({ id }) => !here.has(id));
  if (found.length === 0) return <Menu.Item disabled>{t(isPending ? 'looking' : 'noneElsewhere')}</Menu.Item>;
  return found.map((info) => (
    <Menu.Item
      key={info.id}
      leftSection={<Link2 size={14} aria-hidden="true" />}
      onClick={() => {
        const { id, cluster, namespace, pod, container, mode, command } = info;
        const argv = mode === 'attach' ? null : command;
        dockStore.open({ cluster, namespace, pod, container, mode, command: argv, title: pod }, id);
        onChosen();
      }}
    >
      {t('attachTo', {
        place: safeText(`${info.namespace} / ${info.pod} / ${info.container}`),
        command: safeText(info.command.join(' ') || t('mainProcess')),
        count: info.viewers,
      })}
    </Menu.Item>
  ));
}

async function list(cluster: string, signal: AbortSignal): Promise<Found[]> {
  const response = await apiFetch(`/api/clusters/${encodeURIComponent(cluster)}/terminals`, { signal });
  return ((await response.json()) as TerminalInfo[]).map((info) => ({ ...info, cluster }));
}
