import { useLocation, useRouter } from '@tanstack/react-router';

/** "yes": the object itself; "copy": a new one made of it. */
export type EditMode = 'yes' | 'copy';

/** Whether the address asks to edit (?edit=), and a way in and out that the browser's Back knows. */
export function useEditMode(): [EditMode | undefined, (mode: EditMode | undefined) => void] {
  const router = useRouter();
  const search = useLocation({ select: (location) => location.searchStr });
  const named = new URLSearchParams(search).get('edit');
  const setMode = (mode: EditMode | undefined) => {
    const params = new URLSearchParams(router.history.location.search);
    if (mode === undefined) params.delete('edit');
    else params.set('edit', mode);
    const query = params.toString();
    const address = router.history.location.pathname + (query === '' ? '' : `?${query}`);
    // leaving takes the entry's place: Back must not open the editor again
    if (mode === undefined) router.history.replace(address);
    else router.history.push(address);
  };
  return [named === 'yes' || named === 'copy' ? named : undefined, setMode];
}
