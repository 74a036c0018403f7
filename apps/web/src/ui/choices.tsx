import { Menu } from '@mantine/core';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly icon?: ReactNode;
  /** of the title, where it is not the page's */
  readonly lang?: string;
  readonly choose: () => void;
}

export interface ChoicesProps {
  readonly choices: readonly Choice[];
  /** id of the one that is in force */
  readonly chosen: string | undefined;
}

/** The items of a menu of which one is in force. */
export function Choices({ choices, chosen }: ChoicesProps) {
  const { t } = useTranslation('app');
  return choices.map(({ id, title, icon, lang, choose }) => (
    <Menu.Item
      key={id}
      lang={lang}
      leftSection={icon}
      rightSection={chosen === id ? <Check size={14} aria-label={t('shell.current')} /> : null}
      onClick={choose}
    >
      {title}
    </Menu.Item>
  ));
}
