import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { listPath } from '../../../api/addresses.ts';
import type { KubeObject } from '../../../api/kube-object.ts';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import { ChipInput } from '../chip-input.tsx';
import { ChoiceField } from '../deploy/choice-field.tsx';
import { isPair, pairTexts, readPairs } from '../deploy/pair-texts.ts';
import { PortsField } from '../deploy/ports-field.tsx';
import { SERVICE_TYPES, type ServiceInput, selectorText, serviceFault } from '../deploy/service-object.ts';
import { PlanReview } from '../plan/plan-review.tsx';
import { TextField } from '../text-field.tsx';
import { useObjects } from '../use-objects.ts';
import { useStartObject } from '../use-start-object.ts';
import type { WizardProps } from '../wizard-props.ts';
import classes from '../wizards.module.css';
import { exposePlan, passingLabels, readSource, serviceNameOf, undeclaredPorts } from './expose-plan.ts';

/** A Service for pods that are there already (TUT-16, OPS-140). */
export default function ExposeWizard(props: WizardProps) {
  const { object, problem } = useStartObject(props.cluster, props.start);
  if (problem !== undefined) return <ProblemView problem={problem} />;
  return object === undefined ? null : <Exposer {...props} object={object} />;
}

function Exposer({ cluster, start, navigate, editText, object }: WizardProps & { readonly object: KubeObject }) {
  const t = useWords('deploy');
  const { plural = '' } = start;
  const { name } = object.metadata;
  const namespace = object.metadata.namespace ?? '';
  const [source] = useState(() => readSource(object, plural));
  const [input, setInput] = useState<ServiceInput>(() => ({
    name: plural === 'services' ? `${serviceNameOf(name).slice(0, 55)}-2` : serviceNameOf(name),
    namespace,
    type: 'ClusterIP',
    labels: source.labels,
    selector: source.selector,
    ports: source.ports,
  }));
  const { type, selector, labels, ports } = input;
  const fault = serviceFault(input);
  const passing = passingLabels(selector);
  // a Service says nothing of what its containers declare
  const undeclared = plural === 'services' ? [] : undeclaredPorts(ports, source.ports);
  const set = (change: Partial<ServiceInput>) => setInput({ ...input, ...change });

  function done(): void {
    const address = { group: '', resource: 'services', namespaced: true };
    navigate(`${listPath(cluster, address, [namespace])}/${encodeURIComponent(input.name)}`);
  }

  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <p className={classes.dim}>
          {t('expose.of', { kind: object.kind, name: safeText(name), namespace: safeText(namespace) })}
        </p>
        <TextField
          label={t('field.serviceName')}
          description={t('hint.serviceName', { name: safeText(input.name), namespace: safeText(namespace) })}
          value={input.name}
          error={fault === 'serviceName' && input.name !== '' ? t('fault.serviceName') : undefined}
          onChange={(value) => set({ name: value.trim() })}
        />
        <ChoiceField
          label={t('field.type')}
          description={t(`type.${type}`)}
          value={type}
          values={SERVICE_TYPES}
          onChange={(next) => set({ type: next })}
        />
        <PortsField ports={ports} type={type} fault={fault} onChange={(next) => set({ ports: next })} />
        {source.ports.length === 0 ? <p className={classes.dim}>{t('expose.noPorts')}</p> : null}
        {undeclared.length === 0 ? null : <Warning text={t('expose.undeclared', { ports: undeclared.join(', ') })} />}
        <ChipInput
          label={t('field.selector')}
          description={t('hint.selector')}
          values={pairTexts(selector)}
          faultOf={(text) => (isPair(text) ? undefined : t('fault.pair'))}
          onChange={(values) => set({ selector: readPairs(values) })}
        />
        {source.hasExpressions ? <p className={classes.dim}>{t('expose.expressions')}</p> : null}
        {passing.length === 0 ? null : <Warning text={t('expose.passing', { labels: safeText(passing.join(', ')) })} />}
        <Picked cluster={cluster} namespace={namespace} selector={selector} />
        <ChipInput
          label={t('field.ownLabels')}
          values={pairTexts(labels)}
          faultOf={(text) => (isPair(text) ? undefined : t('fault.pair'))}
          onChange={(values) => set({ labels: readPairs(values) })}
        />
      </div>
      <PlanReview
        cluster={cluster}
        plan={exposePlan(input, { ...source, plural, name })}
        fault={fault === undefined ? undefined : t(`fault.${fault}`)}
        verb={t('expose.make')}
        onDone={done}
        onEdit={editText}
      />
    </div>
  );
}

function Warning({ text }: { readonly text: string }) {
  return (
    <p className={classes.warning} role="note">
      <TriangleAlert size={16} aria-hidden="true" />
      <span>{text}</span>
    </p>
  );
}

/** How many pods the Service would send traffic to now. */
function Picked({
  cluster,
  namespace,
  selector,
}: {
  readonly cluster: string;
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
}) {
  const t = useWords('deploy');
  const isEmpty = Object.keys(selector).length === 0;
  const pods = useObjects(cluster, 'pods', isEmpty ? '' : namespace, selectorText(selector));
  if (pods === undefined || isEmpty) return null;
  return (
    <p className={pods.length === 0 ? classes.warning : classes.dim} role="status">
      {t('expose.picks', {
        count: pods.length,
        names: safeText(
          pods
            .slice(0, 3)
            .map(({ metadata }) => metadata.name)
            .join(', '),
        ),
        context: pods.length === 0 ? 'none' : pods.length > 3 ? 'long' : '',
      })}
    </p>
  );
}
