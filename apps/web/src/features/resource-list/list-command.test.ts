import { describe, expect, it } from 'vitest';
import { readSort } from '../../live/list-sort.ts';
import { addedColumns } from './added-columns.ts';
import { chooseColumns, readColumnChoice } from './column-choice.ts';
import { listColumns, listFields } from './list-columns.ts';
import { type ListCommandInput, listCommand } from './list-command.ts';

const pods = { kubectl: 'pods', namespaced: true };
const server = ['Name', 'Status', 'Age', 'IP'].map((name) => ({
  name,
  type: 'string',
  format: name === 'Name' ? 'name' : '',
  priority: name === 'IP' ? 1 : 0,
  description: '',
}));

function command({
  cols = '',
  sort = '',
  ...more
}: Partial<Omit<ListCommandInput, 'sort'>> & { cols?: string; sort?: string } = {}) {
  const choice = readColumnChoice(cols);
  const fields = listFields(undefined, choice);
  const own = listColumns({ server, fields, kind: undefined, withNamespace: false, namespaceHeader: 'Namespace' });
  const columns = [...own, ...addedColumns(choice.added, fields, own)];
  return listCommand({
    ...pods,
    namespaces: ['team-a'],
    labelSelector: '',
    fieldSelector: '',
    filter: '',
    columns,
    shown: chooseColumns(columns, choice),
    sort: readSort(sort, columns),
    hasBuckets: false,
    ...more,
  });
}

describe('the command of a list', () => {
  it.each([
    [{}, 'kubectl get pods -n team-a'],
    [{ namespaces: null }, 'kubectl get pods -A'],
    [{ kubectl: 'nodes', namespaced: false, namespaces: null }, 'kubectl get nodes'],
    [{ kubectl: 'deployments.apps' }, 'kubectl get deployments.apps -n team-a'],
    [
      { labelSelector: 'app=web,tier in (a,b),!x', fieldSelector: 'status.phase!=Running' },
      "kubectl get pods -n team-a -l 'app=web,tier in (a,b),!x' --field-selector 'status.phase!=Running'",
    ],
    [{ cols: 'wide' }, 'kubectl get pods -n team-a -o wide'],
    [{ cols: 'label:app,label:app.kubernetes.io/name' }, 'kubectl get pods -n team-a -L app,app.kubernetes.io/name'],
    [{ cols: 'wide,label:app' }, 'kubectl get pods -n team-a -L app -o wide'],
    [{ sort: 'name' }, 'kubectl get pods -n team-a --sort-by=.metadata.name'],
    [{ sort: '-age' }, 'kubectl get pods -n team-a --sort-by=.metadata.creationTimestamp'],
    // the youngest first
    [{ sort: 'age' }, 'kubectl get pods -n team-a --sort-by=.metadata.creationTimestamp --no-headers | tac'],
    [
      { cols: 'label:app.kubernetes.io/name', sort: 'label:app.kubernetes.io/name' },
      "kubectl get pods -n team-a '--sort-by=.metadata.labels.app\\.kubernetes\\.io/name' -L app.kubernetes.io/name",
    ],
    [{ filter: 'web !canary' }, 'kubectl get pods -n team-a -o wide | grep -iF -- web | grep -ivF -- canary'],
    [{ filter: `"it's $(rm)"` }, `kubectl get pods -n team-a -o wide | grep -iF -- 'it'\\''s $(rm)'`],
  ] as const)('%j', (input, line) => expect(command(input).lines).toEqual([line]));

  it('is one for each namespace', () => {
    expect(command({ namespaces: ['a', 'b'] }).lines).toEqual(['kubectl get pods -n a', 'kubectl get pods -n b']);
  });

  it('prints fields and annotations in columns of their own', () => {
    expect(command({ cols: 'field:spec.nodeName,annotation:example.com/note' }).lines).toEqual([
      'kubectl get pods -n team-a',
      "kubectl get pods -n team-a -o 'custom-columns=NAME:.metadata.name,NODENAME:.spec.nodeName,NOTE:.metadata.annotations.example\\.com/note'",
    ]);
    expect(command({ cols: 'field:status.conditions[?(@.type=="Ready")].status' }).lines[1]).toContain(
      'STATUS:.status.conditions[?(@.type=="Ready")].status',
    );
  });

  it('says in what it differs from the list', () => {
    expect(command().remarks).toEqual([]);
    expect(command({ sort: 'status', hasBuckets: true, filter: 'status:run' }).remarks).toEqual([
      'sort',
      'buckets',
      'column',
      'headers',
    ]);
  });
});
