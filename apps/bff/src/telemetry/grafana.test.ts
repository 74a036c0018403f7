import { readFileSync } from 'node:fs';
import { Histogram } from 'prom-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { Meters } from './meters.ts';
import { type Census, prometheusRegistry } from './prometheus.ts';

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}
interface Dashboard {
  readonly templating: { readonly list: readonly { readonly definition?: string }[] };
  readonly panels: readonly Panel[];
}

const file = new URL('../../../../deploy/grafana/quarterdeck.json', import.meta.url);
const dashboard = JSON.parse(readFileSync(file, 'utf8')) as Dashboard;
const census: Census = {
  sockets: () => [],
  live: () => ({ feeds: 0, subscriptions: 0, rows: 0, watches: new Map() }),
  sessions: () => 0,
  certificateExpiry: () => null,
};
const expressions = [
  ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...dashboard.templating.list.flatMap(({ definition = '' }) => definition),
];

/** Metric names with the labels that an expression asks of each. */
function series(expression: string): { readonly name: string; readonly labels: readonly string[] }[] {
  return [...expression.matchAll(/\b((?:quarterdeck|process|nodejs)_[a-z0-9_]+)(?:\{([^}]*)\})?/g)].map(
    ([, name = '', labels = '']) => ({
      name,
      labels: [...labels.matchAll(/([a-z_]+)\s*(?:=~|!=|!~|=)/g)].map(([, label = '']) => label),
    }),
  );
}

describe('the Grafana dashboard (issue 9)', () => {
  /** name of a series → its labels */
  const known = new Map<string, ReadonlySet<string>>();
  beforeAll(async () => {
    const registry = await prometheusRegistry(new Meters(), census, '0.0.0-test');
    for (const metric of registry.getMetricsAsArray()) {
      const { name, labelNames = [] } = metric as { readonly name: string; readonly labelNames?: readonly string[] };
      const isHistogram = registry.getSingleMetric(name) instanceof Histogram;
      const labels = new Set(labelNames);
      if (!isHistogram) known.set(name, labels);
      else for (const suffix of ['_bucket', '_sum', '_count']) known.set(name + suffix, new Set([...labels, 'le']));
    }
  });

  it('asks for metrics and labels that there are', () => {
    const asked = expressions.flatMap(series);
    expect(asked.length).toBeGreaterThan(30);
    for (const { name, labels } of asked) {
      expect([...known.keys()]).toContain(name);
      // those that Prometheus adds by itself
      for (const label of labels.filter((one) => one !== 'job' && one !== 'instance'))
        expect([name, ...(known.get(name) ?? [])]).toContain(label);
    }
    const grouped = expressions.flatMap((text) =>
      [...text.matchAll(/by \(([^)]*)\)/g)].flatMap(([, by = '']) => by.split(', ').map((label) => ({ label, text }))),
    );
    for (const { label, text } of grouped) {
      const has = series(text).every(({ name }) => label === 'instance' || known.get(name)?.has(label));
      expect({ label, text, has }).toMatchObject({ has: true });
    }
  });

  it('shows every metric of ours', () => {
    const shown = new Set(expressions.flatMap(series).map(({ name }) => name.replace(/_(?:bucket|sum|count)$/, '')));
    const ours = [...known.keys()]
      .filter((name) => name.startsWith('quarterdeck_'))
      .map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
    expect(ours.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('has whole panels that do not overlap', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const cells = new Set<string>();
    for (const { title, type, targets = [], gridPos } of dashboard.panels) {
      expect(title).not.toBe('');
      if (type !== 'row') expect(targets.length).toBeGreaterThan(0);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(cells.has(`${x} ${y}`)).toBe(false);
          cells.add(`${x} ${y}`);
        }
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    }
  });

  it('balances the brackets of every query', () => {
    for (const text of expressions)
      for (const [open, close] of ['()', '{}', '[]'].map((pair) => pair.split('')))
        expect(text.split(open ?? '').length).toBe(text.split(close ?? '').length);
  });
});
