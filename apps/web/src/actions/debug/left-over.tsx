import { THROW_AWAY_LABEL } from '@quarterdeck/shared/bff-api';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson } from '../../api/api-fetch.ts';
import { listAt } from '../../api/read-field.ts';
import { useConfig } from '../../api/use-config.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './fields.module.css';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const LIMIT = 50;

/** When such a pod goes, what may be left of it, and how many there are now: nothing is promised that could not be kept. */
export function LeftOver({ cluster, namespace }: { readonly cluster: string; readonly namespace: string }) {
  const t = useWords('debug');
  const hours = Math.round((useConfig().data?.throwAwaySeconds ?? 4 * 3600) / 3600);
  const selector = `${THROW_AWAY_LABEL}=true`;
  const { data: count } = useQuery({
    queryKey: ['throw-away-pods', cluster, namespace],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ labelSelector: selector, limit: String(LIMIT) });
      const list = await k8sJson<unknown>(cluster, `${apiPath(PODS, { namespace })}?${query}`, {
        signal,
        headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' },
      });
      return listAt(list, 'items').length;
    },
    enabled: namespace !== '',
    staleTime: 5000,
    retry: false,
  });
  return (
    <>
      <p className={classes.note}>{t('leftOver.when', { hours })}</p>
      <p className={classes.note}>
        {t('leftOver.found', { selector })}
        {count === undefined || count === 0 ? null : ` ${t('leftOver.now', { count, namespace })}`}
      </p>
    </>
  );
}
