import { useRouter } from '@tanstack/react-router';
import { useContext, useEffect, useRef } from 'react';
import { favouritesPath, listPath, overviewPath, rawApiPath, workloadsPath } from '../../api/addresses.ts';
import { useDiscovery } from '../../api/discovery.ts';
import { useSession } from '../../api/use-session.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import { isKeyOfPart } from '../../ui/is-key-of-part.ts';
import { isTyping } from '../../ui/is-typing.ts';
import { namespacesFor } from '../landing.ts';
import { usePlace } from '../place.ts';
import { goTargets, PAGE_KEYS } from './go-keys.ts';
import { paletteState } from './palette-state.ts';

/** A chord is one thought: who waits longer has meant something else. */
const CHORD_MS = 1500;

/**
 * The keys that work everywhere in a cluster: Ctrl-K and ":" open the palette, g and a letter go to a page, n opens the namespaces.
 */
export function usePaletteKeys(): void {
  const router = useRouter();
  const place = usePlace();
  const session = useSession(place.cluster);
  const { resources } = useDiscovery(place.cluster);
  const kinds = useContext(KindsContext);
  const latest = useRef<(key: string) => string | undefined>(() => undefined);
  latest.current = (key) => {
    const { cluster } = place;
    const namespaces = place.namespaces === undefined ? namespacesFor(cluster, session) : place.namespaces;
    const pages: Readonly<Record<(typeof PAGE_KEYS)[keyof typeof PAGE_KEYS], string>> = {
      overview: overviewPath(cluster),
      workloads: workloadsPath(cluster, namespaces),
      favourites: favouritesPath(cluster),
      raw: rawApiPath(cluster, '/'),
    };
    if (Object.hasOwn(PAGE_KEYS, key)) return pages[PAGE_KEYS[key as keyof typeof PAGE_KEYS]];
    const resource = goTargets(resources, kinds).get(key);
    return resource && listPath(cluster, resource, namespaces);
  };

  useEffect(() => {
    let chordAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      const opens = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey;
      if (opens && (event.target as Element | null)?.closest?.('.xterm') == null) {
        event.preventDefault();
        event.stopPropagation();
        paletteState.set(!paletteState.isOpen());
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      // a dialog has the keyboard for itself
      if (document.querySelector('[aria-modal="true"]') !== null) return;
      if (paletteState.isOpen()) {
        // it is on its way: what is typed is meant for it, and the page keeps its Tab and arrows
        if (!paletteState.typeAhead(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      const inChord = event.timeStamp - chordAt < CHORD_MS;
      chordAt = Number.NEGATIVE_INFINITY;
      const act = inChord ? goTo(event.key) : WORKS.get(event.key);
      if (act === undefined || (!inChord && isKeyOfPart(event.target, event.key))) return;
      // before a list takes the letter for one of its own
      event.preventDefault();
      event.stopPropagation();
      if (act === 'chord') chordAt = event.timeStamp;
      else act();
    };
    const goTo = (key: string): (() => void) | undefined => {
      const path = latest.current(key);
      return path === undefined ? undefined : () => router.history.push(path);
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [router]);
}

const WORKS: ReadonlyMap<string, 'chord' | (() => void)> = new Map<string, 'chord' | (() => void)>([
  ['g', 'chord'],
  [':', () => paletteState.set(true)],
  ['n', () => document.querySelector<HTMLElement>('[data-namespace-picker]')?.click()],
]);
