import { Checkbox, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { ChevronDown, Layers } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listPath } from '../../api/addresses.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import { namespaceFault } from '../../api/namespace-name.ts';
import { useSession } from '../../api/session.ts';
import { useNamespaces } from '../../api/use-namespaces.ts';
import { safeText } from '../../ui/safe-text.ts';
import { namespacesFor, rememberNamespaces } from '../landing.ts';
import { usePlace } from '../place.ts';
import header from './header.module.css';
import classes from './namespace-picker.module.css';

/** Names beyond this are found by typing: nobody scrolls through thousands. */
const MAX_SHOWN = 200;

/** Which namespaces the pages look at. Keeps the kind; names are typed where listing them is forbidden. */
export function NamespacePicker() {
  const { t } = useTranslation('app');
  const router = useRouter();
  const place = usePlace();
  const { cluster } = place;
  const session = useSession(cluster);
  const { resources } = useDiscovery(cluster);
  const current = place.namespaces === undefined ? namespacesFor(cluster, session) : place.namespaces;
  const [opened, setOpened] = useState(false);
  // cluster-wide pages do not change with the namespace: there the choice is for the next page
  const [, rerender] = useState(0);

  function choose(namespaces: readonly string[] | null, keepOpen = false): void {
    rememberNamespaces(cluster, namespaces);
    if (!keepOpen) setOpened(false);
    const resource = place.kind && findResource(resources, place.kind.group, place.kind.plural);
    if (resource?.namespaced)
      router.history.push(
        listPath(cluster, resource, namespaces) + (place.name === undefined ? router.state.location.searchStr : ''),
      );
    else rerender((count) => count + 1);
  }

  const words = current === null ? t('namespace.all') : current.join(', ');
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={300} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={header.picker}
          onClick={() => setOpened(!opened)}
          aria-label={t('namespace.label', { namespaces: words })}
        >
          <Layers size={14} aria-hidden="true" />
          <span className={header.pickerLabel}>{t('namespace.word')}</span>
          <span className={header.pickerValue} title={safeText(words)}>
            {safeText(words)}
          </span>
          <ChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('namespace.choose')}>
        {opened ? <Choices cluster={cluster} current={current} choose={choose} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({
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
  const [fault, setFault] = useState<string>();
  const wanted = text.trim();
  const known = names ?? current ?? [];
  const matching = known.filter((name) => name.includes(wanted.toLowerCase()));
  const shown = matching.slice(0, MAX_SHOWN);

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
        size="xs"
        data-autofocus
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
              <Checkbox
                size="xs"
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
