import { NativeSelect, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LogStart, parseStart, startText } from './log-start.ts';

const TAILS = ['100', '500', '5000', '50000'];
const DURATIONS = ['1m', '5m', '15m', '1h', '6h', '24h'];
const OTHER = 'other';

/** From where on the log is read: its last lines, a time ago, a moment, or everything that the nodes keep. */
export function StartPicker({
  start,
  onChange,
}: {
  readonly start: LogStart;
  readonly onChange: (start: LogStart) => void;
}) {
  const { t, i18n } = useTranslation('logs');
  const [typing, setTyping] = useState<string>();
  const value = startText(start);
  const listed = value === 'all' || TAILS.includes(value) || DURATIONS.includes(value);
  const words = () => {
    if (start.by === 'tail')
      return t('start.tail', { count: start.lines, number: start.lines.toLocaleString(i18n.language) });
    return t(start.by === 'time' ? 'start.time' : 'start.duration', { value });
  };
  if (typing !== undefined) {
    const parsed = parseStart(typing);
    const leave = () => {
      if (parsed !== undefined) onChange(parsed);
      setTyping(undefined);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Enter') leave();
      else if (event.key === 'Escape') setTyping(undefined);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    return (
      <TextInput
        size="xs"
        w={210}
        autoFocus
        aria-label={t('start.otherLabel')}
        placeholder={t('start.placeholder')}
        error={typing !== '' && parsed === undefined}
        value={typing}
        onChange={(event) => setTyping(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={leave}
      />
    );
  }
  return (
    <NativeSelect
      size="xs"
      w={150}
      aria-label={t('start.label')}
      value={value}
      data={[
        ...(listed ? [] : [{ value, label: words() }]),
        {
          group: t('start.tails'),
          items: TAILS.map((lines) => ({
            value: lines,
            label: t('start.tail', { count: Number(lines), number: Number(lines).toLocaleString(i18n.language) }),
          })),
        },
        {
          group: t('start.durations'),
          items: DURATIONS.map((duration) => ({ value: duration, label: t('start.duration', { value: duration }) })),
        },
        { value: 'all', label: t('start.all') },
        { value: OTHER, label: t('start.other') },
      ]}
      onChange={({ currentTarget }) => {
        const next = parseStart(currentTarget.value);
        if (currentTarget.value === OTHER) setTyping('');
        else if (next !== undefined) onChange(next);
      }}
    />
  );
}
