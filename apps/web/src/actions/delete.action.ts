import { deleteAction } from './delete/delete-action.tsx';
import { initialDelete } from './delete/delete-input.ts';

export default deleteAction(initialDelete);
