import { Menu, Popover } from '@mantine/core';
import { cloneElement, useEffect, useRef, useState } from 'react';
import type { DropProps } from './drop.tsx';

/** What a Drop becomes when it is wanted: the same button, with Mantine's menu or popover. */
export function Floating<Part>(props: DropProps<Part>) {
  const { as, button, opened, onChange, position, width, padding, label, children } = props;
  const own = useRef<HTMLButtonElement>(null);
  const [part, setPart] = useState<{ readonly value: Part }>();
  const read = useRef(props.read);
  read.current = props.read;

  const wanted = opened && part === undefined;
  useEffect(() => {
    if (!wanted) return;
    // stands in the place of the button that was pressed, which had the focus
    if (document.activeElement === document.body) own.current?.focus({ preventScroll: true });
    let left = false;
    read.current().then(
      (value) => {
        if (!left) setPart({ value });
      },
      (error: unknown) =>
        setPart(() => {
          throw error;
        }),
    );
    return () => {
      left = true;
    };
  }, [wanted]);

  const content = opened && part !== undefined ? children(part.value) : null;
  const common = {
    opened: content !== null,
    onChange,
    position,
    width,
    returnFocus: true,
    transitionProps: { duration: 0 },
  };
  const named = label === undefined ? {} : { 'aria-label': label };
  if (as === 'menu')
    return (
      <Menu {...common} withInitialFocusPlaceholder={false}>
        <Menu.Target>{cloneElement(button, { ref: own })}</Menu.Target>
        <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }} {...named}>
          {content}
        </Menu.Dropdown>
      </Menu>
    );
  return (
    <Popover {...common} trapFocus>
      <Popover.Target>{cloneElement(button, { ref: own, onClick: () => onChange(!opened) })}</Popover.Target>
      <Popover.Dropdown {...(padding === undefined ? {} : { p: padding })} {...named}>
        {content}
      </Popover.Dropdown>
    </Popover>
  );
}
