import { cloneElement, type ReactElement, type ReactNode, type Ref, useEffect, useState } from 'react';

interface ButtonPart {
  readonly ref?: Ref<HTMLButtonElement>;
  readonly onClick?: () => void;
  readonly onFocus?: () => void;
  readonly onPointerEnter?: () => void;
  readonly 'aria-haspopup'?: 'menu' | 'dialog';
  readonly 'aria-expanded'?: boolean;
}

export interface DropProps<Part> {
  /** menu: its content is Menu.Items; panel: anything, which takes the focus while it is open */
  readonly as: 'menu' | 'panel';
  /** a Mantine button, without onClick: what opens and closes is added */
  readonly button: ReactElement<ButtonPart>;
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
  /** fetches what the content is made of: it opens when that is there, so that the focus goes into it */
  readonly read: () => Promise<Part>;
  /** the content, rendered while it is open */
  readonly children: (part: Part) => ReactNode;
  readonly position: 'bottom-start' | 'bottom-end';
  readonly width: number;
  /** px around the content of a panel */
  readonly padding?: number;
  /** accessible name of what opens, where the button does not say it */
  readonly label?: string;
}

type FloatingType = typeof import('./floating.tsx').Floating;
/** The part that floats, once it has been fetched: Mantine's menus and popovers are no part of the first page. */
let fetched: FloatingType | undefined;

async function fetchFloating(): Promise<FloatingType> {
  fetched = (await import('./floating.tsx')).Floating;
  return fetched;
}

/** A button with a menu or a panel that opens below it. Until it is wanted for the first time there is only the button. */
export function Drop<Part>(props: DropProps<Part>) {
  const { as, button, opened, onChange, read } = props;
  const [Floating, setFloating] = useState(() => fetched);
  const wanted = opened && Floating === undefined;

  useEffect(() => {
    if (!wanted) return;
    let left = false;
    fetchFloating().then(
      (next) => {
        if (!left) setFloating(() => next);
      },
      (error: unknown) =>
        // to the page's boundary, like any part that cannot be fetched
        setFloating(() => {
          throw error;
        }),
    );
    return () => {
      left = true;
    };
  }, [wanted]);

  if (Floating !== undefined) return <Floating {...props} />;
  // what fails here fails again, and is told, when it opens
  const prepare = () => void Promise.allSettled([fetchFloating(), read()]);
  return cloneElement(button, {
    onClick: () => onChange(!opened),
    onFocus: prepare,
    onPointerEnter: prepare,
    'aria-haspopup': as === 'menu' ? 'menu' : 'dialog',
    'aria-expanded': opened,
  });
}
