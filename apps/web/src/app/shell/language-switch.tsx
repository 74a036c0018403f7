import { UnstyledButton } from '@mantine/core';
import { Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, LANGUAGES } from '../../i18n/i18n.ts';
import { ChoiceMenu } from '../../ui/choice-menu.tsx';
import classes from './header.module.css';

/** Each language by its own name. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation('app');
  return (
    <ChoiceMenu
      position="bottom-end"
      width={160}
      chosen={i18n.language}
      choices={LANGUAGES.map(({ id, name }) => ({ id, title: name, lang: id, choose: () => void changeLanguage(id) }))}
      button={
        <UnstyledButton className={classes.picker} aria-label={t('shell.language')} title={t('shell.language')}>
          <Languages size={16} aria-hidden="true" />
          <span aria-hidden="true">{LANGUAGES.find(({ id }) => id === i18n.language)?.short}</span>
        </UnstyledButton>
      }
    />
  );
}
