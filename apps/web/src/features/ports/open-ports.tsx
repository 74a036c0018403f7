import { Button } from '@mantine/core';
import type { OpenPort } from '@quarterdeck/shared/ports-protocol';
import { useMutation } from '@tanstack/react-query';
import { ExternalLink, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { problemOfError } from '../../api/api-fetch.ts';
import { Age } from '../../ui/age.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { goTo } from './go-to.ts';
import classes from './ports.module.css';
import { stopPort, visitPort } from './ports-api.ts';

/** All ports that this session has open on the cluster: to be visited again, and stopped. */
export function OpenPorts({
  cluster,
  ports,
  onChange,
}: {
  readonly cluster: string;
  readonly ports: readonly OpenPort[];
  readonly onChange: () => void;
}) {
  const { t } = useTranslation('ports');
  const visiting = useMutation({
    mutationFn: (id: string) => visitPort(cluster, id),
    onSuccess: ({ url }) => goTo(url),
    onError: onChange,
  });
  const stopping = useMutation({ mutationFn: (id: string) => stopPort(cluster, id), onSettled: onChange });
  const fault = visiting.error ?? stopping.error;
  return (
    <section className={classes.section} aria-label={t('openNow')}>
      <h3>{t('openNow')}</h3>
      {fault ? <ProblemView problem={problemOfError(fault)} compact /> : null}
      {ports.length === 0 ? (
        <p className={classes.hint}>{t('noneOpen')}</p>
      ) : (
        <SimpleTable
          label={t('openNow')}
          columns={[t('column.object'), t('column.port'), t('column.since'), t('column.actions')]}
          rows={ports.map(({ id, namespace, resource, name, port, scheme, openedAt }) => {
            const object = `${resource === 'services' ? 'service' : 'pod'}/${name}`;
            return {
              id,
              cells: [
                safeText(`${object} (${namespace})`),
                `${port} · ${scheme}`,
                <Age key="age" created={openedAt} />,
                <span key="actions" className={classes.actions}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    leftSection={<ExternalLink size={13} aria-hidden="true" />}
                    aria-label={t('visitPort', { object, port })}
                    onClick={() => visiting.mutate(id)}
                  >
                    {t('visit')}
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    leftSection={<Square size={12} aria-hidden="true" />}
                    aria-label={t('stopPort', { object, port })}
                    onClick={() => stopping.mutate(id)}
                  >
                    {t('stop')}
                  </Button>
                </span>,
              ],
            };
          })}
        />
      )}
    </section>
  );
}
