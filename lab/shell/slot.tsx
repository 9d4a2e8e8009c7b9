import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const loaded = new Map<() => Promise<ComponentType>, ComponentType>();

/** A component that is loaded when it is first shown, and room for it until it is there. */
export function Slot({ load }: { readonly load: () => Promise<ComponentType> }) {
  const [Part, show] = useState<ComponentType | null>(() => loaded.get(load) ?? null);
  useEffect(() => {
    let isWanted = true;
    void load().then((part) => {
      loaded.set(load, part);
      if (isWanted) show(() => part);
    });
    return () => {
      isWanted = false;
    };
  }, [load]);
  return Part === null ? <div class="slot" aria-busy="true" /> : <Part />;
}
