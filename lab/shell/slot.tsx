import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

// A component is kept whatever it is given: here they are all the same.
type Part = ComponentType<object>;

const loaded = new Map<() => Promise<unknown>, Part>();

type SlotProps<P> = {
  readonly load: () => Promise<ComponentType<P>>;
} & (object extends P ? { readonly give?: P } : { readonly give: P });

/** A component that is loaded when it is first shown, and room for it until it is there. */
export function Slot<P extends object = object>({ load, give }: SlotProps<P>) {
  const [Part, show] = useState<Part | null>(() => loaded.get(load) ?? null);
  useEffect(() => {
    let isWanted = true;
    void load().then((part) => {
      loaded.set(load, part as Part);
      if (isWanted) show(() => part as Part);
    });
    return () => {
      isWanted = false;
    };
  }, [load]);
  return Part === null ? <div class="slot" aria-busy="true" /> : <Part {...give} />;
}
