import { cursor, t, trace } from './state/store.ts';

export function App() {
  return (
    <main>
      {t({ zh: '时刻', en: 'time' })} {cursor.value.at} {trace.value?.segments.length}
    </main>
  );
}
