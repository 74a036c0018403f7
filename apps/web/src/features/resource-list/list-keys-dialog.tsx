import { Kbd, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { withKindActions } from '../../actions/registry.ts';
import classes from './list-dialogs.module.css';
import type { ViewedList } from './view-menu.tsx';

/** Keys of the list by what they are for; an i18n key each. Alternatives are parted by blanks, keys pressed together by "+". */
const KEYS = {
  move: {
    rows: 'j k ↓ ↑',
    pages: 'PageDown PageUp',
    ends: 'Home End',
    cells: '→ ←',
  },
  find: { filter: '/', leave: 'Esc' },
  select: { one: 'Space x', range: 'Shift+↓ Shift+↑', all: 'Ctrl+A', none: 'Esc' },
  columns: { order: 'Alt+→ Alt+←', width: 'Shift+→ Shift+←', fit: 'Shift+Enter' },
  more: { copy: 'c', tape: 'w', keys: '?' },
  anywhere: { palette: 'Ctrl+K :', go: 'g', namespaces: 'n', apply: 'a' },
} as const;

/** Every key of a list: those of the list itself, and those of the actions that it has on a row. */
export default function ListKeysDialog({ list, onClose }: { readonly list: ViewedList; readonly onClose: () => void }) {
  const { t } = useTranslation('columns');
  const { t: words } = useTranslation('actions');
  const actions = withKindActions(list.actions()).flatMap(({ id, title, shortcut, otherShortcut }) =>
    shortcut === undefined
      ? []
      : [{ id, title: words(title), keys: [shortcut, otherShortcut].filter(Boolean).join(' ') }],
  );
  return (
    <Modal opened onClose={onClose} closeButtonProps={{ 'aria-label': t('close') }} title={t('keys.title')} size="xl">
      <div className={classes.keys}>
        <Group title={t('keys.row.title')}>
          <Line keys="Enter" does={t('keys.row.enter')} />
          <Line keys="o" does={t('keys.row.beside')} />
          {actions.map(({ id, title, keys }) => (
            <Line key={id} keys={keys} does={title} />
          ))}
        </Group>
        {Object.entries(KEYS).map(([group, keys]) => (
          <Group key={group} title={t(`keys.${group}.title`)}>
            {Object.entries(keys).map(([name, pressed]) => (
              <Line key={name} keys={pressed} does={t(`keys.${group}.${name}`)} />
            ))}
          </Group>
        ))}
      </div>
      <p className={classes.hint}>{t('keys.hint')}</p>
    </Modal>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>{children}</dl>
    </section>
  );
}

function Line({ keys, does }: { readonly keys: string; readonly does: string }) {
  return (
    <div className={classes.key}>
      <dt>
        {keys.split(' ').map((chord) => (
          <span key={chord} className={classes.chord}>
            {chord.split('+').map((key) => (
              <Kbd key={key} size="xs">
                {key}
              </Kbd>
            ))}
          </span>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
