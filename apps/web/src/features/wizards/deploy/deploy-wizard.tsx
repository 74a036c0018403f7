import { useState } from 'react';
import { listPath } from '../../../api/addresses.ts';
import { useNamespaces } from '../../../api/use-namespaces.ts';
import { CommandField } from '../../../ui/command-field.tsx';
import { useWords } from '../../../ui/use-words.ts';
import { ChipInput } from '../chip-input.tsx';
import { PlanReview } from '../plan/plan-review.tsx';
import { TextField } from '../text-field.tsx';
import type { WizardProps } from '../wizard-props.ts';
import classes from '../wizards.module.css';
import { ChoiceField } from './choice-field.tsx';
import {
  type DeployField,
  type DeployInput,
  deployFaults,
  deployPlan,
  initialDeploy,
  nameOfImage,
  portFaults,
  RESOURCE_FIELDS,
} from './deploy-plan.ts';
import { EnvField } from './env-field.tsx';
import { pairTexts, readPair, readPairs } from './pair-texts.ts';
import { RowsField } from './rows-field.tsx';
import { PROTOCOLS, SERVICE_TYPES } from './service-object.ts';

const SERVICES = ['none', ...SERVICE_TYPES] as const;

/** A Deployment, and a Service where one is wanted, from a form (TUT-15, OPS-090). What is shown at the right is what is sent. */
export default function DeployWizard({ cluster, start, navigate, editText }: WizardProps) {
  const t = useWords('deploy');
  const [given, setGiven] = useState<Omit<DeployInput, 'name'> & { readonly name: string | undefined }>(() => ({
    ...initialDeploy(start),
    // undefined: named after the image
    name: undefined,
  }));
  const input: DeployInput = { ...given, name: given.name ?? nameOfImage(given.image) };
  const namespaces = useNamespaces(cluster, { enabled: true });
  const faults = deployFaults(input);
  const [first] = faults;
  const badPorts = portFaults(input.ports);
  const set = (change: Partial<DeployInput>) => setGiven({ ...given, ...change });
  const said = (field: DeployField) => (faults.get(field) === 'wrong' ? t(`fault.${field}`) : undefined);
  const text = (field: 'image' | 'name' | 'namespace' | 'replicas' | 'args', suggestions?: readonly string[]) => (
    <TextField
      label={t(`field.${field}`)}
      description={t(`hint.${field}`)}
      value={input[field]}
      error={said(field)}
      onChange={(value) => set({ [field]: field === 'args' ? value : value.trim() })}
      {...(suggestions === undefined ? {} : { suggestions })}
    />
  );

  function done(): void {
    const address = { group: 'apps', resource: 'deployments', namespaced: true };
    navigate(`${listPath(cluster, address, [input.namespace])}/${encodeURIComponent(input.name)}`);
  }

  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        {text('image')}
        {text('name')}
        {text('namespace', namespaces.names ?? [])}
        {text('replicas')}
        <RowsField
          legend={t('field.ports')}
          hint={t('hint.ports')}
          rows={input.ports}
          make={(id) => ({ id, port: '', protocol: 'TCP' })}
          addWords={t('ports.add')}
          removeWords={(number) => t('ports.remove', { number })}
          onChange={(ports) => set({ ports })}
        >
          {({ port, protocol }, change, number) => (
            <>
              <TextField
                label={t('ports.port')}
                value={port}
                error={badPorts[number - 1] === 'wrong' ? t('fault.ports') : undefined}
                onChange={(value) => change({ port: value.trim() })}
              />
              <ChoiceField
                label={t('ports.protocol')}
                value={protocol}
                values={PROTOCOLS}
                onChange={(value) => change({ protocol: value })}
              />
            </>
          )}
        </RowsField>
        <ChoiceField
          label={t('field.service')}
          description={t(input.service === 'none' ? 'hint.service' : `type.${input.service}`)}
          value={input.service}
          values={SERVICES}
          words={(value) => (value === 'none' ? t('service.none') : value)}
          onChange={(service) => set({ service })}
        />
        {said('service') === undefined ? null : (
          <p className={classes.fault} role="alert">
            {said('service')}
          </p>
        )}
        <CommandField
          label={t('field.command')}
          placeholder={t('hint.command')}
          value={input.command}
          onChange={(command) => set({ command })}
        />
        {text('args')}
        <EnvField cluster={cluster} namespace={input.namespace} rows={input.env} onChange={(env) => set({ env })} />
        <fieldset className={classes.group}>
          <legend>{t('field.resources')}</legend>
          <p className={classes.dim}>{t('hint.resources')}</p>
          <div className={classes.pairs}>
            {RESOURCE_FIELDS.map((field) => (
              <TextField
                key={field}
                label={t(`field.${field}`)}
                value={input.resources[field]}
                error={said(field)}
                onChange={(value) => set({ resources: { ...input.resources, [field]: value.trim() } })}
              />
            ))}
          </div>
        </fieldset>
        <ChipInput
          label={t('field.labels')}
          description={t('hint.labels')}
          values={pairTexts(input.labels)}
          faultOf={(one) => (['app', undefined].includes(readPair(one)?.[0]) ? t('fault.labels') : undefined)}
          onChange={(values) => set({ labels: readPairs(values) })}
        />
      </div>
      <PlanReview
        cluster={cluster}
        plan={deployPlan(input)}
        fault={first === undefined ? undefined : t('faultAt', { field: t(`field.${first[0]}`) })}
        verb={t('deploy')}
        onDone={done}
        onEdit={editText}
      />
    </div>
  );
}
