import { StickyNote } from 'lucide-react';
import { pairsAction } from './pairs/pairs-action.tsx';

export default pairsAction('annotations', 'annotate', { title: 'annotate.title', icon: StickyNote, order: 70 });
