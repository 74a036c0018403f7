import { expect, it } from 'vitest';
import { rowOfWire } from '../../live/row.ts';
import { ownRow } from './own-row.ts';

const column = (name: string, type = 'string', format = '') => ({ name, type, format, priority: 0, description: '' });
const COLUMNS = [column('Name', 'string', 'name'), column('Schedule'), column('Suspend'), column('Age', 'date')];
const row = (suspend: string) => rowOfWire(['u', 'ns', 'report', 0, null, ['report', '0 2 * * *', suspend, '1h']]);

it('has the status that the list marks, and what the server says beside it', () => {
  const { status, statusHeader, facts, cell } = ownRow(row('False'), COLUMNS, [], 'Suspend');
  expect([statusHeader, status]).toEqual(['Suspend', 'False']);
  expect(facts).toEqual([
    { name: 'Schedule', text: '0 2 * * *' },
    { name: 'Suspend', text: 'False' },
  ]);
  expect(cell('Schedule')).toBe('0 2 * * *');
});
