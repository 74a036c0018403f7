import { KEYS } from '../controllers/kinds.ts';
import { DAY, HOUR, type Seeder } from './backdated.ts';

const BACKUPS = { group: 'shop.example.com', resource: 'backups' };

/** A custom resource of the shop's own, with printer columns, and three of them. */
export function seedBackups(seeder: Seeder): void {
  const text = (description: string) => ({ type: 'string', description });
  seeder.create(
    KEYS.CustomResourceDefinition,
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'backups.shop.example.com' },
      spec: {
        group: 'shop.example.com',
        scope: 'Namespaced',
        names: {
          plural: 'backups',
          singular: 'backup',
          kind: 'Backup',
          listKind: 'BackupList',
          shortNames: ['bk'],
          categories: ['all'],
        },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            subresources: { status: {} },
            additionalPrinterColumns: [
              { name: 'Schedule', type: 'string', jsonPath: '.spec.schedule', description: 'When it runs' },
              { name: 'Last Run', type: 'date', jsonPath: '.status.lastRun', description: 'Time of the last run' },
              { name: 'Phase', type: 'string', jsonPath: '.status.phase', description: 'What became of it' },
              {
                name: 'Size',
                type: 'string',
                jsonPath: '.status.size',
                description: 'Size of the archive',
                priority: 1,
              },
            ],
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    required: ['schedule', 'source'],
                    properties: {
                      schedule: text('A cron line.'),
                      source: text('The StatefulSet that is backed up.'),
                      keep: { type: 'integer', minimum: 1, description: 'How many archives are kept.' },
                    },
                  },
                  status: {
                    type: 'object',
                    properties: {
                      phase: text('Succeeded, Running or Failed.'),
                      lastRun: { type: 'string', format: 'date-time' },
                      size: text('Size of the last archive.'),
                      message: text('Why it failed.'),
                    },
                  },
                },
              },
            },
          },
        ],
      },
    },
    10 * DAY,
  );
  const rows = [
    ['postgres-nightly', '0 3 * * *', 'postgres', 'Succeeded', '4.2Gi', 9 * HOUR],
    ['redis-hourly', '0 * * * *', 'redis', 'Running', '118Mi', HOUR / 3],
    ['prometheus-weekly', '0 4 * * 0', 'prometheus', 'Failed', '0', 3 * DAY],
  ] as const;
  for (const [name, schedule, source, phase, size, last] of rows)
    seeder.create(
      BACKUPS,
      {
        apiVersion: 'shop.example.com/v1',
        kind: 'Backup',
        metadata: { name, namespace: 'shop', labels: { source } },
        spec: { schedule, source, keep: 7 },
        status: {
          phase,
          lastRun: seeder.ago(last),
          size,
          ...(phase === 'Failed' ? { message: 'no such StatefulSet in this namespace' } : {}),
        },
      },
      9 * DAY,
    );
}
