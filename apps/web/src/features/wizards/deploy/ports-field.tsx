import { useWords } from '../../../ui/use-words.ts';
import { TextField } from '../text-field.tsx';
import { ChoiceField } from './choice-field.tsx';
import { RowsField } from './rows-field.tsx';
import { emptyPort, isPort, type PortInput, PROTOCOLS, type ServiceType } from './service-object.ts';

interface PortsFieldProps {
  readonly ports: readonly PortInput[];
  readonly type: ServiceType;
  /** of the Service that these are of */
  readonly fault: string | undefined;
  readonly onChange: (ports: readonly PortInput[]) => void;
}

/** The ports of a Service: its own number, and which port of the pods is behind it. */
export function PortsField({ ports, type, fault, onChange }: PortsFieldProps) {
  const t = useWords('deploy');
  const opens = type === 'NodePort' || type === 'LoadBalancer';
  return (
    <RowsField
      legend={t('field.ports')}
      hint={t('hint.target')}
      rows={ports}
      make={emptyPort}
      addWords={t('ports.add')}
      removeWords={(number) => t('ports.remove', { number })}
      onChange={onChange}
    >
      {(row, change) => (
        <>
          <TextField
            label={t('ports.port')}
            value={row.port}
            error={row.port !== '' && !isPort(row.port) ? t('fault.port') : undefined}
            onChange={(value) => change({ port: value.trim() })}
          />
          <TextField
            label={t('ports.target')}
            value={row.targetPort}
            error={fault === 'targetPort' && row.targetPort !== '' ? t('fault.targetPort') : undefined}
            onChange={(value) => change({ targetPort: value.trim() })}
          />
          <ChoiceField
            label={t('ports.protocol')}
            value={row.protocol}
            values={PROTOCOLS}
            onChange={(value) => change({ protocol: value })}
          />
          {ports.length > 1 || row.name !== '' ? (
            <TextField
              label={t('ports.name')}
              value={row.name}
              error={fault === 'portName' && row.name !== '' ? t('fault.portName') : undefined}
              onChange={(value) => change({ name: value.trim() })}
            />
          ) : null}
          {opens ? (
            <TextField
              label={t('ports.nodePort')}
              value={row.nodePort}
              error={fault === 'nodePort' && row.nodePort !== '' ? t('fault.nodePort') : undefined}
              onChange={(value) => change({ nodePort: value.trim() })}
            />
          ) : null}
        </>
      )}
    </RowsField>
  );
}
