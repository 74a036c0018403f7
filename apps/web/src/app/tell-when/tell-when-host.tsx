import '../../ui/more-styles.ts';
import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from '@tanstack/react-router';
import { Bell, BellRing } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { objectPath } from '../../api/addresses.ts';
import { sessionStore } from '../../api/session-store.ts';
import { tellWhen, type Wish } from '../../api/tell-when.ts';
import { useLiveClient } from '../../live/live-context.ts';
import { Age } from '../../ui/age.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import { followWish } from './follow-wish.ts';
import classes from './tell-when.module.css';
import { TitleBadge } from './title-badge.ts';

/** Watches for what was wished for, tells of it, and shows both in the header. Loaded lazily, hence the default export. */
export default function TellWhenHost() {
  const t = useWords('tell-when');
  const wishes = useSyncExternalStore(tellWhen.subscribe, tellWhen.wishes);
  const [opened, setOpened] = useState(false);
  const open = wishes.filter(({ outcome }) => outcome === undefined);
  const come = wishes.length - open.length;
  useOwnWishes(wishes);
  useUnseen(wishes);
  if (wishes.length === 0) return null;
  return (
    <>
      {open.map((wish) => (
        <Follower key={`${wish.id} ${wish.uid}`} wish={wish} />
      ))}
      <button type="button" className={classes.bell} data-come={come > 0 || undefined} onClick={() => setOpened(true)}>
        {come > 0 ? <BellRing size={16} aria-hidden="true" /> : <Bell size={16} aria-hidden="true" />}
        <span aria-hidden="true">{come > 0 ? come : open.length}</span>
        <span className={classes.hidden}>{t('bell', { count: open.length, come })}</span>
      </button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('list.title')}
        closeButtonProps={{ 'aria-label': t('close') }}
        size="lg"
      >
        <ul className={classes.wishes}>
          {wishes.map((wish) => (
            <li key={wish.id} data-outcome={wish.outcome === undefined ? 'open' : wish.outcome.good ? 'good' : 'bad'}>
              <div className={classes.words}>
                <AppLink to={objectPath(wish.ref)} onClick={() => setOpened(false)}>
                  {safeText(`${wish.ref.resource.kind} ${wish.ref.name}`)}
                </AppLink>
                <span>{wish.outcome === undefined ? waiting(wish, t) : sentence(wish, t)}</span>
                <span className={classes.dim}>
                  {safeText(wish.ref.namespace ?? '')} {safeText(wish.ref.cluster)}
                  {wish.outcome === undefined ? null : (
                    <>
                      {' · '}
                      <Age created={wish.outcome.at / 1000} />
                    </>
                  )}
                </span>
              </div>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('list.removeOf', { name: safeText(wish.ref.name) })}
                onClick={() => tellWhen.remove(new Set([wish.id]))}
              >
                {t(wish.outcome === undefined ? 'list.cancel' : 'list.clear')}
              </Button>
            </li>
          ))}
        </ul>
        <p className={classes.dim}>{t('list.note')}</p>
      </Modal>
    </>
  );
}

function Follower({ wish }: { readonly wish: Wish }) {
  const t = useWords('tell-when');
  const source = useLiveClient();
  const router = useRouter();
  // what it is about never changes under the same id, and what does (armed) must not begin it anew
  const [own] = useState(wish);
  useEffect(
    () =>
      // another connection begins it anew: what was seen meanwhile still counts
      followWish(source, tellWhen.wishes().find(({ id }) => id === own.id) ?? own, {
        arm: () => tellWhen.change(own.id, { armed: true }),
        tell: ({ good, said, detail }) => {
          const outcome = { good, said, detail, at: Date.now() };
          tellWhen.change(own.id, { outcome });
          announce({ ...own, outcome }, t, (path) => router.history.push(path));
        },
      }),
    [source, own, router, t],
  );
  return null;
}

/** In the page, and by the browser where somebody looks at something else. */
function announce(wish: Wish, t: Words, go: (path: string) => void): void {
  const title = safeText(`${wish.ref.resource.kind} ${wish.ref.name}`);
  const body = sentence(wish, t);
  notifications.show({ title, message: body, color: wish.outcome?.good ? 'teal' : 'red', autoClose: false });
  if (!document.hidden || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  try {
    const shown = new Notification(title, { body: `${body}\n${wish.ref.cluster}`, tag: wish.id });
    shown.onclick = () => {
      window.focus();
      go(objectPath(wish.ref));
    };
  } catch {
    // some browsers let only service workers show them
  }
}

function sentence({ outcome, when }: Wish, t: Words): string {
  if (outcome === undefined) return '';
  const said = t(outcome.said, conditionIn(when));
  return outcome.detail === '' ? said : t('withDetail', { said, detail: safeText(outcome.detail) });
}

function waiting({ when }: Wish, t: Words): string {
  const condition = conditionIn(when);
  return t('list.waits', {
    what: 'type' in condition ? t('whens.condition', condition) : t(`whens.${when}`),
  });
}

function conditionIn(when: string): Readonly<Record<string, string>> {
  const [, type, status = ''] = /^condition:(.+)=(\w+)$/.exec(when) ?? [];
  return type === undefined ? {} : { type: safeText(type), status };
}

/** Wishes are of the person who had them: another one who signs in to this tab is not told. */
function useOwnWishes(wishes: readonly Wish[]): void {
  useEffect(() => {
    if (wishes.length > 0) settleOwners();
  }, [wishes]);
  // somebody signs in over the page, or a session becomes known only now
  useEffect(() => sessionStore.subscribe(settleOwners), []);
}

function settleOwners(): void {
  const others = new Set<string>();
  for (const { id, ref, user } of tellWhen.wishes()) {
    const session = sessionStore.session(ref.cluster);
    if (session === undefined) continue;
    // who looks with another's rights is still the same person
    const now = session.viewAs?.by.name ?? session.user.name;
    if (user === undefined) tellWhen.change(id, { user: now });
    else if (user !== now) others.add(id);
  }
  if (others.size > 0) tellWhen.remove(others);
}

/** The title tells how much has come since somebody last looked at this tab. */
function useUnseen(wishes: readonly Wish[]): void {
  const [badge] = useState(() => new TitleBadge());
  const [looked, setLooked] = useState(Date.now);
  useEffect(() => {
    const onLook = () => setLooked(Date.now());
    document.addEventListener('visibilitychange', onLook);
    return () => document.removeEventListener('visibilitychange', onLook);
  }, []);
  const unseen = document.hidden
    ? wishes.filter(({ outcome }) => outcome !== undefined && outcome.at > looked).length
    : 0;
  useEffect(() => badge.set(unseen), [badge, unseen]);
  useEffect(() => () => badge.set(0), [badge]);
}
