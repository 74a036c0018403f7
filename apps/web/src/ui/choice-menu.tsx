import { useState } from 'react';
import type { ChoicesProps } from './choices.tsx';
import { Drop, type DropProps } from './drop.tsx';

const readChoices = () => import('./choices.tsx');

/** A button with a menu of which one item is in force. */
export function ChoiceMenu({
  choices,
  chosen,
  ...place
}: ChoicesProps & Pick<DropProps<unknown>, 'button' | 'position' | 'width'>) {
  const [opened, setOpened] = useState(false);
  return (
    <Drop as="menu" {...place} opened={opened} onChange={setOpened} read={readChoices}>
      {({ Choices }) => <Choices choices={choices} chosen={chosen} />}
    </Drop>
  );
}
