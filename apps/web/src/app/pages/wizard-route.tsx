import { useParams, useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { applyPath, type WizardName } from '../../api/addresses.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { applyDrop } from '../apply-drop.ts';
import { usePlace } from '../place.ts';
import { AddressUnknown } from './address-unknown.tsx';

const WizardPage = lazyWithWords(['wizards', 'problems'], () => import('../../features/wizards/wizard-page.tsx'));

const NAMES: readonly WizardName[] = [
  'login',
  'role',
  'binding',
  'token',
  'view-as',
  'deploy',
  'expose',
  'copy',
  'switch',
];

/** The wizards; what they begin with stands in the address. */
export function WizardRoute() {
  const router = useRouter();
  const { cluster } = usePlace();
  const { wizard: asked }: { wizard?: string } = useParams({ strict: false });
  const search = useRouterState({ select: ({ location }) => location.searchStr });
  const start = useMemo(() => Object.fromEntries(new URLSearchParams(search)), [search]);
  const wizard = NAMES.find((name) => name === asked);
  useEffect(() => {
    document.title = `${asked} · ${cluster} – Quarterdeck`;
  }, [asked, cluster]);
  if (wizard === undefined) return <AddressUnknown />;
  return (
    <WizardPage
      key={`${cluster}/${wizard}?${search}`}
      cluster={cluster}
      wizard={wizard}
      start={start}
      navigate={(path) => router.history.push(path)}
      editText={(text) => {
        applyDrop.put([new File([text], 'objects.yaml')]);
        router.history.push(applyPath(cluster));
      }}
    />
  );
}
