import { Button } from '@mantine/core';
import { Fragment, useState } from 'react';
import { absoluteTime } from '../../ui/absolute-time.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { FoldText } from '../../ui/fold-text.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import { linkTo } from '../pointers.ts';
import type { ContainerSpecProps } from './container-spec.tsx';
import classes from './containers.module.css';
import { configMapsOf, type EnvVariable, readEnv, secretsOf } from './read-env.ts';
import { type EnvValue, resolveEnv } from './resolve-env.ts';
import { staleSince, startedAt } from './stale-env.ts';
import { useEnvSources } from './use-env-sources.ts';

/** The variables of a container, with what they get from elsewhere; that is read once somebody unfolds them. */
export function EnvTable(props: ContainerSpecProps) {
  const t = useWords('kinds');
  const [open, setOpen] = useState(false);
  const variables = readEnv(props.container);
  if (variables.length === 0) return null;
  const title = t('container.env', { count: variables.length });
  return (
    <details className={classes.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open ? <Resolved {...props} variables={variables} title={title} /> : null}
    </details>
  );
}

/** Variables in the table at once; the YAML has them all. */
const MOST = 300;

function Resolved({
  variables,
  title,
  ...props
}: ContainerSpecProps & { readonly variables: readonly EnvVariable[]; readonly title: string }) {
  const t = useWords('kinds');
  const words = useWords('sections');
  const { cluster, namespace, container, podSpec, pod } = props;
  // reading a Secret is in the cluster's audit log: it is done when asked for
  const [withSecrets, setWithSecrets] = useState(false);
  const secrets = secretsOf(variables);
  const sources = useEnvSources(cluster, namespace, configMapsOf(variables), withSecrets ? secrets : []);
  const shown = variables.slice(0, MOST);
  const started = startedAt(pod, container);
  const ids = rowIds(shown.map(({ name }) => name));
  return (
    <>
      <SimpleTable
        label={title}
        columns={[t('col.name'), t('col.value'), t('col.from'), t('col.key')]}
        rows={shown.map((variable, line) => {
          const { origin, name } = variable;
          const value = resolveEnv(variable, { pod, spec: podSpec, container, sources });
          const stale = staleSince(variable, started, sources);
          const whole = 'key' in origin && origin.key === undefined;
          return {
            id: ids[line] ?? '',
            cells: [
              safeText(whole ? `${name}*` : name),
              <Fragment key="value">
                <Value value={value} />
                {stale === undefined ? null : <Stale from={origin.from} written={stale} />}
              </Fragment>,
              origin.from === 'ConfigMap' || origin.from === 'Secret' ? (
                <span key="from">
                  {origin.from} <CellView cell={linkTo('', origin.from, origin.name, namespace)} cluster={cluster} />
                </span>
              ) : (
                originWord(origin.from, words)
              ),
              safeText(keyText(variable, words)),
            ],
          };
        })}
      />
      {variables.length > MOST ? <p>{words('env.more', { count: variables.length - MOST })}</p> : null}
      {secrets.length === 0 || withSecrets ? null : (
        <Button size="compact-xs" variant="default" mt={6} onClick={() => setWithSecrets(true)}>
          {words('env.checkSecrets', { count: secrets.length })}
        </Button>
      )}
    </>
  );
}

/** The object was written after the container started, which keeps what it was given then. */
function Stale({ from, written }: { readonly from: string; readonly written: number }) {
  const words = useWords('sections');
  const date = new Date(written);
  return (
    <time className={classes.stale} dateTime={date.toISOString()} title={absoluteTime(date)}>
      {words('env.stale', { kind: from })}
    </time>
  );
}

function originWord(from: string, words: Words): string {
  return from === 'value' ? words('env.manifest') : words(`env.${from}`);
}

/** What of the source is taken: a key, a path of the pod, an amount. */
function keyText({ origin }: EnvVariable, words: Words): string {
  switch (origin.from) {
    case 'value':
      return '–';
    case 'field':
      return `${origin.path} (${origin.apiVersion})`;
    case 'resource':
      return [
        origin.container === '' ? '' : `${origin.container}:`,
        origin.resource,
        origin.divisor === '' || origin.divisor === '0' ? '' : words('env.in', { divisor: origin.divisor }),
      ]
        .filter((part) => part !== '')
        .join(' ');
    case 'other':
      return origin.field;
    default:
      return `${origin.key ?? words('env.allKeys')}${origin.optional ? words('env.optional') : ''}`;
  }
}

function Value({ value }: { readonly value: EnvValue }) {
  const words = useWords('sections');
  switch (value.state) {
    case 'known':
      return value.text === '' ? (
        <span className={classes.role}>{words('env.empty')}</span>
      ) : (
        <FoldText text={value.text} label={words('env.copy')} />
      );
    case 'keys':
      return value.keys.length === 0 ? (
        <span className={classes.role}>{words('env.noKeys')}</span>
      ) : (
        <FoldText text={value.keys.join('\n')} label={words('env.copy')} />
      );
    case 'masked':
      return (
        <span role="img" aria-label={words('env.masked')} title={words('env.masked')}>
          ••••••••
        </span>
      );
    case 'noObject':
    case 'noKey':
      return (
        <span className={value.optional ? classes.role : classes.missing}>
          {words(`env.${value.state}`)} {words(value.optional ? 'env.leftOut' : 'env.cannotStart')}
        </span>
      );
    default:
      return <span className={classes.role}>{words(`env.${value.state}`)}</span>;
  }
}
