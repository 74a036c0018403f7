import { Tag } from 'lucide-react';
import { pairsAction } from './pairs/pairs-action.tsx';

export default pairsAction('labels', 'label', { title: 'label.title', icon: Tag, order: 60 });
