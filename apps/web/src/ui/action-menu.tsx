import { ActionIcon, Kbd, Menu } from '@mantine/core';
import { Copy, EllipsisVertical } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionItem } from '../actions/action-item.ts';
import classes from './action-menu.module.css';
import { copyText } from './copy-text.ts';
import { safeText } from './safe-text.ts';

export interface ActionMenuProps {
  readonly items: readonly ActionItem[];
  /** accessible name of the button that opens the menu */
  readonly label: string;
  /** told when the menu opens or closes: ask for rights only while it is open */
  readonly onOpenChange?: (open: boolean) => void;
}

/** A button with a menu of actions, their shortcuts and their kubectl commands. */
export function ActionMenu({ items, label, onOpenChange }: ActionMenuProps) {
  return (
    <Menu
      position="bottom-end"
      width={320}
      withInitialFocusPlaceholder={false}
      {...(onOpenChange ? { onChange: onOpenChange } : {})}
    >
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label}>
          <EllipsisVertical size={16} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <ActionItems items={items} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The items of such a menu: each action with its shortcut, and the command of the one that was shown last. */
export function ActionItems({ items }: Pick<ActionMenuProps, 'items'>) {
  const { t } = useTranslation('actions');
  // whose command is shown at the foot: the action that was last under the pointer or the focus
  const [shown, setShown] = useState<string>();
  const command = (items.find(({ action }) => action.id === shown) ?? items[0])?.kubectl;
  const firstDestructive = items.find(({ action }) => action.destructive);
  return (
    <>
      {items.map((item) => (
        <Entry key={item.action.id} item={item} parted={item === firstDestructive} onShow={setShown} />
      ))}
      {command === undefined ? null : (
        <>
          <Menu.Divider />
          <Menu.Item
            leftSection={<Copy size={14} aria-hidden="true" />}
            onClick={() => void copyText(command)}
            aria-label={t('menu.copy', { command: safeText(command) })}
          >
            <code className={classes.command}>{safeText(command)}</code>
          </Menu.Item>
        </>
      )}
    </>
  );
}

function Entry({
  item,
  parted,
  onShow,
}: {
  readonly item: ActionItem;
  readonly parted: boolean;
  readonly onShow: (id: string) => void;
}) {
  const { action, title, shortcut, disabledReason, run } = item;
  const denied = disabledReason !== undefined;
  const show = () => onShow(action.id);
  return (
    <>
      {parted ? <Menu.Divider /> : null}
      <Menu.Item
        leftSection={<action.icon size={14} aria-hidden="true" />}
        rightSection={shortcut === undefined ? null : <Kbd size="xs">{shortcut}</Kbd>}
        {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': shortcut })}
        // Not `disabled`: the reason must be reachable by keyboard.
        aria-disabled={denied || undefined}
        closeMenuOnClick={!denied}
        className={denied ? classes.denied : action.destructive ? classes.destructive : undefined}
        onFocus={show}
        onMouseEnter={show}
        onClick={() => {
          if (!denied) run();
        }}
      >
        {title}
        {denied ? <span className={classes.reason}>{safeText(disabledReason)}</span> : null}
      </Menu.Item>
    </>
  );
}
