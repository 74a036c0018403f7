import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recall, remember } from '../../api/browser-memory.ts';
import { useSession } from '../../api/use-session.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { PaletteHost } from '../palette/palette-host.tsx';
import { usePlace } from '../place.ts';
import { useApplyAnywhere } from '../use-apply-anywhere.ts';
import { Header } from './header.tsx';
import classes from './shell.module.css';
import { Sidebar } from './sidebar.tsx';

const ViewAsBanner = lazyWithWords(['view-as', 'problems'], () => import('./view-as-banner.tsx'));

const MEMORY_KEY = 'sidebar';
const MAIN_ID = 'main';

/**
 * The frame around every page of a cluster: header, sidebar, content. `address` changes with each page: the content then
 * takes the focus, so that keyboard and screen reader start at what is new.
 */
export function Shell({ address, children }: { readonly address: string; readonly children: ReactNode }) {
  const { t } = useTranslation('app');
  const { cluster } = usePlace();
  const session = useSession(cluster);
  useApplyAnywhere(cluster);
  const [narrow, setNarrow] = useState(() => recall(MEMORY_KEY) === 'narrow');
  const main = useRef<HTMLElement>(null);
  const shown = useRef(address);

  useEffect(() => {
    if (shown.current === address) return;
    shown.current = address;
    main.current?.focus({ preventScroll: true });
  }, [address]);

  function toggle(): void {
    remember(MEMORY_KEY, narrow ? 'wide' : 'narrow');
    setNarrow(!narrow);
  }

  return (
    <div className={classes.shell} data-narrow={narrow || undefined}>
      <a className={classes.skip} href={`#${MAIN_ID}`} onClick={(event) => skipTo(event, main.current)}>
        {t('shell.skip')}
      </a>
      {session?.viewAs === undefined ? null : (
        <Suspense>
          <ViewAsBanner session={session} by={session.viewAs.by.name} />
        </Suspense>
      )}
      <PaletteHost />
      <Header />
      <Sidebar narrow={narrow} onToggle={toggle} />
      <main id={MAIN_ID} ref={main} tabIndex={-1} className={classes.main}>
        {children}
      </main>
    </div>
  );
}

// without changing the address, whose fragment is not ours to use
function skipTo(event: { preventDefault(): void }, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}
