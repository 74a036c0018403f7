import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { CaseSensitive, Regex, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../ui/safe-text.ts';
import { expressionFault, type LogFilter, NO_FILTER, type TextRule } from './log-filter.ts';
import { LEVELS, type LogLevel } from './log-level.ts';
import { formatTime } from './log-time.ts';
import classes from './logs.module.css';

const EMPTY: TextRule = { sense: 'only', text: '', regex: false, caseSensitive: false };
/** From the gravest down. */
const ORDER: readonly LogLevel[] = [6, 5, 4, 3, 2, 1, 0];

export interface FilterBarProps {
  readonly filter: LogFilter;
  readonly onFilter: (filter: LogFilter) => void;
  /** lines by level */
  readonly levels: readonly number[];
  /** the regular expressions were stopped */
  readonly tooSlow: boolean;
  readonly sources: ReactNode;
  readonly find: ReactNode;
}

/** Finds text, and says which lines are shown: by text or regular expression, level, field, container and time. */
export function FilterBar({ filter, onFilter, levels, tooSlow, sources, find }: FilterBarProps) {
  const { t, i18n } = useTranslation('logs');
  const [draft, setDraft] = useState(EMPTY);
  const fault = expressionFault(draft);
  const add = () => {
    if (draft.text === '' || fault !== undefined) return;
    onFilter({ ...filter, texts: [...filter.texts, draft] });
    setDraft({ ...draft, text: '' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') add();
    else if (event.key === 'Escape' && draft.text !== '') setDraft({ ...draft, text: '' });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const toggleLevel = (level: LogLevel) => {
    const { hiddenLevels } = filter;
    const hidden = hiddenLevels.includes(level);
    onFilter({
      ...filter,
      hiddenLevels: hidden ? hiddenLevels.filter((each) => each !== level) : [...hiddenLevels, level],
    });
  };
  const { from: _from, to: _to, ...timeless } = filter;
  const number = (value: number) => value.toLocaleString(i18n.language);
  const any = filter !== NO_FILTER && JSON.stringify(filter) !== JSON.stringify(NO_FILTER);
  return (
    <section className={classes.filters} aria-label={t('filter.label')}>
      {sources}
      <div className={classes.find}>
        <NativeSelect
          size="xs"
          aria-label={t('filter.sense')}
          value={draft.sense}
          data={[
            { value: 'only', label: t('filter.only') },
            { value: 'not', label: t('filter.not') },
          ]}
          onChange={({ currentTarget }) =>
            setDraft({ ...draft, sense: currentTarget.value === 'not' ? 'not' : 'only' })
          }
        />
        <TextInput
          size="xs"
          w={190}
          aria-label={t('filter.text')}
          placeholder={t('filter.placeholder')}
          value={draft.text}
          error={fault !== undefined}
          title={fault ?? ''}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
          onKeyDown={onKeyDown}
          onBlur={add}
        />
        {(
          [
            ['regex', Regex],
            ['caseSensitive', CaseSensitive],
          ] as const
        ).map(([name, Icon]) => (
          <ActionIcon
            key={name}
            variant={draft[name] ? 'light' : 'subtle'}
            {...(draft[name] ? {} : { color: 'gray' })}
            aria-label={t(`filter.${name}`)}
            title={t(`filter.${name}`)}
            aria-pressed={draft[name]}
            // the text keeps the focus, and with it is not taken yet
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setDraft({ ...draft, [name]: !draft[name] })}
          >
            <Icon size={15} aria-hidden="true" />
          </ActionIcon>
        ))}
      </div>
      {fault === undefined ? null : (
        <span className={classes.fault} role="alert">
          {t('filter.fault', { fault })}
        </span>
      )}
      <fieldset className={classes.levels} aria-label={t('level.label')}>
        {ORDER.filter((level) => (levels[level] ?? 0) > 0 || filter.hiddenLevels.includes(level)).map((level) => (
          <button
            key={level}
            type="button"
            className={classes.level}
            data-level={LEVELS[level]}
            aria-pressed={!filter.hiddenLevels.includes(level)}
            title={t(filter.hiddenLevels.includes(level) ? 'level.show' : 'level.hide')}
            onClick={() => toggleLevel(level)}
          >
            {t(`level.${LEVELS[level]}`)} <span className={classes.levelCount}>{number(levels[level] ?? 0)}</span>
          </button>
        ))}
      </fieldset>
      <span className={classes.spacer} />
      {find}
      {filter.texts.map((rule) => (
        <Chip
          key={JSON.stringify(rule)}
          text={`${t(`filter.${rule.sense}`)}: ${rule.regex ? `/${rule.text}/` : rule.text}`}
          stopped={tooSlow && rule.regex}
          onRemove={() => onFilter({ ...filter, texts: filter.texts.filter((each) => each !== rule) })}
        />
      ))}
      {filter.fields.map((rule) => (
        <Chip
          key={JSON.stringify(rule)}
          text={`${rule.path} ${rule.sense === 'only' ? '=' : '≠'} ${rule.value}`}
          onRemove={() => onFilter({ ...filter, fields: filter.fields.filter((each) => each !== rule) })}
        />
      ))}
      {filter.from === undefined || filter.to === undefined ? null : (
        <Chip
          text={t('filter.range', { from: clock(filter.from), to: clock(filter.to) })}
          onRemove={() => onFilter(timeless)}
        />
      )}
      {tooSlow ? (
        <span className={classes.fault} role="alert">
          {t('filter.tooSlow')}
        </span>
      ) : null}
      {any ? (
        <Button size="compact-xs" variant="subtle" onClick={() => onFilter(NO_FILTER)}>
          {t('filter.clear')}
        </Button>
      ) : null}
    </section>
  );
}

function clock(at: number): string {
  return formatTime(new Date(at).toISOString(), 'local');
}

function Chip({
  text,
  stopped = false,
  onRemove,
}: {
  readonly text: string;
  /** it is not applied */
  readonly stopped?: boolean;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation('logs');
  const shown = safeText(text);
  return (
    <span className={classes.chip} data-stopped={stopped || undefined}>
      <span className={classes.chipText} title={shown}>
        {shown}
      </span>
      <button type="button" aria-label={t('filter.remove', { rule: shown })} onClick={onRemove}>
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}
