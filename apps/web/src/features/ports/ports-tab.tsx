import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { PortTarget } from '@quarterdeck/shared/ports-protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOfError } from '../../api/api-fetch.ts';
import { useConfig } from '../../api/use-config.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { goTo } from './go-to.ts';
import { OpenPorts } from './open-ports.tsx';
import classes from './ports.module.css';
import { listPorts, openPort } from './ports-api.ts';
import { type DeclaredPort, declaredPorts, forwardCommand } from './read-ports.ts';

/** The ports tab of a Pod or Service; loaded lazily, hence the default export. */
export default function PortsTab({ target, object }: DetailProps) {
  const { t } = useTranslation('ports');
  const { cluster, namespace = '', name } = target;
  const resource = target.resource.resource === 'services' ? 'services' : 'pods';
  const isOn = useConfig().data?.ports === true;
  const queries = useQueryClient();
  const queryKey = ['ports', cluster];
  const open = useQuery({
    queryKey,
    queryFn: ({ signal }) => listPorts(cluster, signal),
    enabled: isOn,
    staleTime: 0,
    refetchInterval: 30_000,
    retry: false,
  });
  const opening = useMutation({
    mutationFn: (asked: Pick<PortTarget, 'port' | 'scheme'>) =>
      openPort(cluster, { namespace, resource, name, ...asked }),
    onSuccess: ({ url }) => goTo(url),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  const ports = declaredPorts(object, resource);
  const ids = rowIds(ports.map(({ container, port, protocol }) => `${container}/${port}/${protocol}`));
  const fault = opening.error ?? open.error;

  return (
    <div className={classes.view}>
      <p className={classes.hint}>{t(isOn ? 'hint' : 'off')}</p>
      {fault ? <ProblemView problem={problemOfError(fault)} compact /> : null}
      {ports.length === 0 ? (
        <p className={classes.hint}>{t('none')}</p>
      ) : (
        <SimpleTable
          label={t('declared')}
          columns={[
            t('column.port'),
            t('column.name'),
            ...(resource === 'pods' ? [t('column.container')] : []),
            t('column.open'),
            t('column.command'),
          ]}
          rows={ports.map((one, index) => ({
            id: ids[index] ?? '',
            cells: [
              `${one.port}/${one.protocol}`,
              safeText(one.name),
              ...(resource === 'pods' ? [safeText(one.container)] : []),
              <OpenButton
                key="open"
                port={one}
                isOn={isOn}
                isBusy={opening.isPending}
                onOpen={() => opening.mutate({ port: one.port, scheme: one.scheme })}
              />,
              <Command key="command" text={one.protocol === 'TCP' ? forwardCommand(target, one.port) : ''} />,
            ],
          }))}
        />
      )}
      <OtherPort
        isOn={isOn}
        isBusy={opening.isPending}
        onOpen={(asked) => opening.mutate(asked)}
        command={(port) => forwardCommand(target, port)}
      />
      {isOn ? <OpenPorts cluster={cluster} ports={open.data ?? []} onChange={() => void open.refetch()} /> : null}
    </div>
  );
}

function OpenButton({
  port,
  isOn,
  isBusy,
  onOpen,
}: {
  readonly port: DeclaredPort;
  readonly isOn: boolean;
  readonly isBusy: boolean;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation('ports');
  if (port.protocol !== 'TCP') return <span className={classes.hint}>{t('notHttp')}</span>;
  return (
    <Button
      size="compact-xs"
      variant="default"
      disabled={!isOn}
      loading={isBusy}
      leftSection={<ExternalLink size={13} aria-hidden="true" />}
      aria-label={t('openPort', { port: port.port, scheme: port.scheme })}
      onClick={onOpen}
    >
      {t('open', { scheme: port.scheme })}
    </Button>
  );
}

function Command({ text }: { readonly text: string }) {
  const { t } = useTranslation('ports');
  if (text === '') return null;
  return (
    <span className={classes.command}>
      <code>{safeText(text)}</code>
      <CopyButton text={text} label={t('copy')} />
    </span>
  );
}

/** A port that nobody declared: containers listen on what they like. */
function OtherPort({
  isOn,
  isBusy,
  onOpen,
  command,
}: {
  readonly isOn: boolean;
  readonly isBusy: boolean;
  readonly onOpen: (asked: Pick<PortTarget, 'port' | 'scheme'>) => void;
  readonly command: (port: number) => string;
}) {
  const { t } = useTranslation('ports');
  const [typed, setTyped] = useState('');
  const [scheme, setScheme] = useState<'http' | 'https'>('http');
  const port = /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
  const isPort = port >= 1 && port <= 65_535;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPort && isOn) onOpen({ port, scheme });
  };
  return (
    <form className={classes.other} onSubmit={submit}>
      <TextInput
        size="xs"
        label={t('other')}
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        error={typed !== '' && !isPort ? t('noPort') : undefined}
        onChange={(event) => setTyped(event.currentTarget.value.trim())}
      />
      <NativeSelect
        size="xs"
        label={t('scheme')}
        value={scheme}
        data={['http', 'https']}
        onChange={(event) => setScheme(event.currentTarget.value === 'https' ? 'https' : 'http')}
      />
      <Button
        type="submit"
        size="xs"
        variant="default"
        disabled={!isOn || !isPort}
        loading={isBusy}
        leftSection={<ExternalLink size={13} aria-hidden="true" />}
      >
        {t('openOther')}
      </Button>
      {isPort ? <Command text={command(port)} /> : null}
    </form>
  );
}
