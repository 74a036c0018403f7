import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { Check, Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
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
    <Menu position="bottom-end" width={160}>
      <Menu.Target>
        <UnstyledButton className={classes.picker} aria-label={t('shell.theme')} title={t('shell.theme')}>
          <Current size={16} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ id, Icon }) => (
          <Menu.Item
            key={id}
            leftSection={<Icon size={14} aria-hidden="true" />}
            rightSection={colorScheme === id ? <Check size={14} aria-label={t('shell.current')} /> : null}
            onClick={() => setColorScheme(id)}
          >
            {t(`theme.${id}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
