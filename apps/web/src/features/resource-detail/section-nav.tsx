import { useRouter } from '@tanstack/react-router';
import { type MouseEvent, useEffect, useState } from 'react';
import { ownPath } from '../../api/base-path.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './section-nav.module.css';

export interface PageSection {
  readonly id: string;
  readonly title: string;
}

/** Fewer sections than this are in sight anyway. */
const WORTH_IT = 4;

/** Jumps to a section of the page and puts the focus there, as a browser does with an anchor. */
function jumpTo(id: string): boolean {
  const section = document.getElementById(id);
  if (section === null) return false;
  section.scrollIntoView({ block: 'start' });
  section.focus({ preventScroll: true });
  return true;
}

/** The sections of a long page as links; each has an address of its own (#conditions). */
export function SectionNav({ sections }: { readonly sections: readonly PageSection[] }) {
  const t = useWords('object');
  const router = useRouter({ warn: false });
  const [current, setCurrent] = useState('');

  useEffect(() => {
    // the address that the page was opened with; sections come lazily, so the wish is honoured once it can be
    const id = decodeURIComponent(window.location.hash.slice(1));
    if (id !== '') setCurrent((before) => (before === '' && jumpTo(id) ? id : before));
  }, []);

  if (sections.length < WORTH_IT) return null;
  function follow(event: MouseEvent<HTMLAnchorElement>, id: string): void {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!jumpTo(id)) return;
    setCurrent(id);
    router?.history.replace(`${ownPath(window.location.pathname)}${window.location.search}#${encodeURIComponent(id)}`);
  }
  return (
    <nav className={classes.nav} aria-label={t('sections.label')}>
      <ul>
        {sections.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${encodeURIComponent(id)}`}
              aria-current={id === current ? 'location' : undefined}
              onClick={(event) => follow(event, id)}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
