import { TextInput, UnstyledButton } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { namespaceFault } from '../../api/namespace-name.ts';
import { useNamespaces } from '../../api/use-namespaces.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useNothingThere, useReachableNamespaces } from '../use-reachable-namespaces.ts';
import classes from './namespace-choices.module.css';

/** Names beyond this are found by typing: nobody scrolls through thousands. */
const MAX_SHOWN = 200;

/** The namespaces to choose from, or a field to type them where listing is forbidden. */
export function NamespaceChoices({
  cluster,
  current,
  choose,
}: {
  readonly cluster: string;
  readonly current: readonly string[] | null;
  readonly choose: (namespaces: readonly string[] | null, keepOpen?: boolean) => void;
}) {
  const { t } = useTranslation('app');
  const { names, forbidden } = useNamespaces(cluster, { enabled: true });
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string>();
  const wanted = text.trim();
  const reached = useReachableNamespaces(cluster, forbidden);
  const known = names ?? [...new Set([...(current ?? []), ...reached])];
  const empty = useNothingThere(cluster, forbidden ? wanted : '');
  const matching = known.filter((name) => name.includes(wanted.toLowerCase()));
  const shown = matching.slice(0, MAX_SHOWN);

  // the popover was open before this lazy part was here
  useEffect(() => field.current?.focus(), []);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const typed = wanted.split(',').map((name) => name.trim());
    const [only] = matching;
    // while names are known, Enter takes the one that is left
    if (names !== undefined && typed.length === 1 && matching.length === 1 && only !== undefined) {
      choose([only]);
      return;
    }
    const wrong = typed.find((name) => namespaceFault(name) !== undefined);
    if (wrong === undefined) choose([...new Set(typed)]);
    else setFault(t(`namespace.fault.${namespaceFault(wrong)}`, { name: wrong }));
  }

  function toggle(name: string, on: boolean): void {
    const chosen = new Set(current ?? []);
    if (on) chosen.add(name);
    else chosen.delete(name);
    choose(chosen.size === 0 ? null : [...chosen].sort(), true);
  }

  return (
    <form onSubmit={submit} noValidate>
      <TextInput
        size="sm"
        ref={field}
        aria-label={t('namespace.filter')}
        placeholder={forbidden ? t('namespace.type') : t('namespace.filter')}
        value={text}
        error={fault}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setFault(undefined);
        }}
      />
      {forbidden ? <p className={classes.note}>{t('namespace.forbidden')}</p> : null}
      {empty ? (
        <p className={classes.note} role="status">
          {t('namespace.nothingThere', { name: safeText(wanted) })}
        </p>
      ) : null}
      <ul className={classes.list} aria-label={t('namespace.choose')}>
        {wanted === '' ? (
          <li className={classes.row} data-current={current === null || undefined}>
            <UnstyledButton type="button" className={classes.name} onClick={() => choose(null)}>
              {t('namespace.all')}
            </UnstyledButton>
          </li>
        ) : null}
        {shown.map((name) => {
          const chosen = current?.includes(name) === true;
          return (
            <li key={name} className={classes.row} data-current={chosen || undefined}>
              <UnstyledButton
                type="button"
                className={classes.name}
                onClick={() => choose([name])}
                aria-current={chosen || undefined}
              >
                {safeText(name)}
              </UnstyledButton>
              <input
                type="checkbox"
                className={classes.also}
                aria-label={t('namespace.also', { name })}
                checked={chosen}
                onChange={(event) => toggle(name, event.currentTarget.checked)}
              />
            </li>
          );
        })}
      </ul>
      {matching.length > shown.length ? (
        <p className={classes.note}>{t('namespace.more', { count: matching.length - shown.length })}</p>
      ) : null}
      {matching.length === 0 && wanted !== '' && names !== undefined ? (
        <p className={classes.note}>{t('namespace.none')}</p>
      ) : null}
    </form>
  );
}
