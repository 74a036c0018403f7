import { createScopedKeydownHandler, UnstyledButton } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import classes from './panel-menu.module.css';

const ITEMS = '[data-panel-menu-item]:not(:disabled)';

/** From the menu itself, which has the focus at first, the arrows lead to its ends. */
function enter(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.target !== event.currentTarget || !['ArrowDown', 'ArrowUp'].includes(event.key)) return;
  event.preventDefault();
  const items = event.currentTarget.querySelectorAll<HTMLElement>(ITEMS);
  (event.key === 'ArrowDown' ? items[0] : items[items.length - 1])?.focus();
}

/**
 * A menu that is a part of a panel: what else the panel shows (facts, say) may not stand within the role "menu". It has the focus when the
 * panel opens. `label` is its accessible name.
 */
export function PanelMenu({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div
      role="menu"
      aria-label={label}
      tabIndex={-1}
      data-autofocus
      data-panel-menu
      className={classes['menu']}
      onKeyDown={enter}
    >
      {children}
    </div>
  );
}

export function PanelMenuItem({
  icon,
  onClick,
  children,
}: {
  readonly icon: ReactNode;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <UnstyledButton
      role="menuitem"
      data-panel-menu-item
      className={classes['item']}
      onClick={onClick}
      onKeyDown={createScopedKeydownHandler({
        siblingSelector: ITEMS,
        parentSelector: '[data-panel-menu]',
        activateOnFocus: false,
        loop: true,
        dir: 'ltr',
        orientation: 'vertical',
      })}
    >
      {icon}
      <span className={classes['text']}>{children}</span>
    </UnstyledButton>
  );
}
