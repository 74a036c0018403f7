import { UnstyledButton } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { ChevronDown, Layers } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listPath, logsPath, namespacePath, workloadsPath } from '../../api/addresses.ts';
import { useSession } from '../../api/use-session.ts';
import { Drop } from '../../ui/drop.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { namespacesFor, rememberNamespaces } from '../landing.ts';
import { type Place, usePlace } from '../place.ts';
import header from './header.module.css';

const readChoices = () => import('./namespace-choices.tsx');

/** The same page of other namespaces, where the page is of no kind; undefined for all other pages. */
function ownPage({ cluster, page, namespaces }: Place, next: readonly string[] | null): string | undefined {
  if (namespaces === undefined || page === undefined) return undefined;
  const [only] = next ?? [];
  // an overview is of one namespace; of several there is the list of what runs in them
  if (page === 'overview' && only !== undefined && next?.length === 1) return namespacePath(cluster, only);
  if (page === 'logs') return logsPath(cluster, next);
  return workloadsPath(cluster, next);
}

/** Which namespaces the pages look at. Keeps the kind; names are typed where listing them is forbidden. */
export function NamespacePicker() {
  const { t } = useTranslation('app');
  const router = useRouter();
  const place = usePlace();
  const { cluster } = place;
  const session = useSession(cluster);
  const current = place.namespaces === undefined ? namespacesFor(cluster, session) : place.namespaces;
  const [opened, setOpened] = useState(false);
  // cluster-wide pages do not change with the namespace: there the choice is for the next page
  const [, rerender] = useState(0);

  function choose(namespaces: readonly string[] | null, keepOpen = false): void {
    rememberNamespaces(cluster, namespaces);
    if (!keepOpen) setOpened(false);
    const own = ownPage(place, namespaces);
    if (own !== undefined) {
      router.history.push(own + router.state.location.searchStr);
      return;
    }
    // an address with namespaces is of a kind that has them: no need to wait until discovery says so
    if (place.kind !== undefined && place.namespaces !== undefined)
      router.history.push(
        listPath(cluster, { group: place.kind.group, resource: place.kind.plural, namespaced: true }, namespaces) +
          (place.name === undefined ? router.state.location.searchStr : ''),
      );
    else rerender((count) => count + 1);
  }

  const words = current === null ? t('namespace.all') : current.join(', ');
  return (
    <Drop
      as="panel"
      position="bottom-start"
      width={300}
      padding={8}
      label={t('namespace.choose')}
      opened={opened}
      onChange={setOpened}
      read={readChoices}
      button={
        <UnstyledButton
          className={header.picker}
          data-namespace-picker
          aria-keyshortcuts="n"
          aria-label={t('namespace.label', { namespaces: words })}
        >
          <Layers size={14} aria-hidden="true" />
          <span className={header.pickerLabel}>{t('namespace.word')}</span>
          <span className={header.pickerValue} title={safeText(words)}>
            {safeText(words)}
          </span>
          <ChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      }
    >
      {({ NamespaceChoices }) => <NamespaceChoices cluster={cluster} current={current} choose={choose} />}
    </Drop>
  );
}
