import { Menu, UnstyledButton } from '@mantine/core';
import { Check, Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, LANGUAGES } from '../../i18n/i18n.ts';
import classes from './header.module.css';

/** Each language by its own name. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation('app');
  return (
    <Menu position="bottom-end" width={160}>
      <Menu.Target>
        <UnstyledButton className={classes.picker} aria-label={t('shell.language')} title={t('shell.language')}>
          <Languages size={16} aria-hidden="true" />
          <span aria-hidden="true">{LANGUAGES.find(({ id }) => id === i18n.language)?.short}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map(({ id, name }) => (
          <Menu.Item
            key={id}
            lang={id}
            rightSection={i18n.language === id ? <Check size={14} aria-label={t('shell.current')} /> : null}
            onClick={() => void changeLanguage(id)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
