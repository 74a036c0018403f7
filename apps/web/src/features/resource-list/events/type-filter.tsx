import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HealthMark } from '../../../ui/health-mark.tsx';
import classes from './type-filter.module.css';

export interface TypeFilterProps {
  /** by type of event */
  readonly counts: ReadonlyMap<string, number>;
  /** "Warning", "Normal"; undefined: both */
  readonly chosen: string | undefined;
  readonly onChoose: (type: string | undefined) => void;
}

/** Only warnings, only what is normal, or (by the same button again) both. */
export function TypeFilter({ counts, chosen, onChoose }: TypeFilterProps) {
  const { t, i18n } = useTranslation('pages');
  const words = (key: string, type: string) =>
    `${t(`events.${key}`)} ${(counts.get(type) ?? 0).toLocaleString(i18n.language)}`;
  return (
    <fieldset className={classes.types} aria-label={t('events.types')}>
      {(['Warning', 'Normal'] as const).map((type) => (
        <UnstyledButton
          key={type}
          className={classes.type}
          aria-pressed={chosen === type}
          onClick={() => onChoose(chosen === type ? undefined : type)}
        >
          {type === 'Warning' ? <HealthMark health="warning" label={words('warnings', type)} /> : words('normal', type)}
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
