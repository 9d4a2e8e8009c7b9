import { Matrix } from './matrix.tsx';
export function Extras() {
  return <Matrix />;
}
