import { tableView } from '../state/store.ts';
import { Ladder } from './ladder.tsx';
import { SegmentTable } from './table.tsx';
import { FaultTools } from './tools.tsx';

/** The ladder, the same as a table, and what can be done to the selected segment. */
export function LadderArea() {
  return (
    <div class={tableView.value ? 'ladder-area ladder-as-table' : 'ladder-area'}>
      <Ladder />
      <SegmentTable />
      <FaultTools />
    </div>
  );
}
