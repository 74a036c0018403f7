import { UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ChoiceMenu } from '../../ui/choice-menu.tsx';
import classes from './header.module.css';

const SCHEMES = [
  { id: 'light', Icon: Sun },
  { id: 'dark', Icon: Moon },
  { id: 'auto', Icon: Monitor },
] as const;

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const { t } = useTranslation('app');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = SCHEMES.find(({ id }) => id === colorScheme)?.Icon ?? Monitor;
  return (
    <ChoiceMenu
      position="bottom-end"
      width={160}
      chosen={colorScheme}
      choices={SCHEMES.map(({ id, Icon }) => ({
        id,
        title: t(`theme.${id}`),
        icon: <Icon size={14} aria-hidden="true" />,
        choose: () => setColorScheme(id),
      }))}
      button={
        <UnstyledButton className={classes.picker} aria-label={t('shell.theme')} title={t('shell.theme')}>
          <Current size={16} aria-hidden="true" />
        </UnstyledButton>
      }
    />
  );
}
