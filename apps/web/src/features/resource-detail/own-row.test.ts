import { expect, it } from 'vitest';
import { rowOfWire } from '../../live/row.ts';
import { ownRow } from './own-row.ts';

const column = (name: string, type = 'string', format = '') => ({ name, type, format, priority: 0, description: '' });
const COLUMNS = [column('Name', 'string', 'name'), column('Schedule'), column('Suspend'), column('Age', 'date')];
const row = (suspend: string) => rowOfWire(['u', 'ns', 'report', 0, null, ['report', '0 2 * * *', suspend, '1h']]);

it('has the status that the list marks, and what the server says beside it', () => {
  const { status, facts, cell } = ownRow(row('maybe'), COLUMNS, [], 'Suspend');
  expect(status).toBe('maybe');
  expect(facts).toEqual([
    { name: 'Schedule', text: '0 2 * * *' },
    { name: 'Suspend', text: 'maybe' },
  ]);
  expect(cell('Schedule')).toBe('0 2 * * *');
});

it.each(['True', 'False', '<none>'])('shows no %s that answers a question which stands elsewhere', (answer) => {
  expect(ownRow(row(answer), COLUMNS, [], 'Suspend').status).toBe('');
});
