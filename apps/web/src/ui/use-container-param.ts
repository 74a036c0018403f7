import { useLocation, useRouter } from '@tanstack/react-router';

/** The container that the address names (?container=), and a way to name another without a new entry in the history. */
export function useContainerParam(): [string | undefined, (name: string) => void] {
  const router = useRouter();
  const search = useLocation({ select: (location) => location.searchStr });
  const container = new URLSearchParams(search).get('container') ?? undefined;
  const setContainer = (name: string) => {
    const params = new URLSearchParams(router.history.location.search);
    params.set('container', name);
    router.history.replace(`${router.history.location.pathname}?${params}`);
  };
  return [container, setContainer];
}
