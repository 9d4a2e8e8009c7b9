import { useEffect } from 'preact/hooks';
import { listed, loadCatalogue } from '../gallery/catalogue.ts';
import { open } from '../state/actions.ts';
import { OPENING } from '../state/opening.ts';
import { run, t } from '../state/store.ts';

/** The id of an exhibit within a text. */
const ID = /((?:ablate|alive|close|flood|hdr|leak|open|queue|rst|tw)\/[a-z0-9-]*[a-z0-9])/;

/** A text of an exhibit; others that it names by their id are links with their titles. */
export function Linked({ text }: { readonly text: string }) {
  const parts = text.split(ID);
  // The page opens without the list of exhibits.
  const isNeeded = parts.length > 1 && run.value?.card.id !== OPENING.exhibit;
  useEffect(() => void (isNeeded && loadCatalogue()), [isNeeded]);
  return (
    <>
      {parts.map((part, i) => {
        const e = i % 2 === 1 ? listed.value.find((x) => x.id === part) : undefined;
        return e === undefined ? (
          part
        ) : (
          <button
            type="button"
            key={i}
            class="card-link"
            data-testid={`link-${part.replaceAll('/', '-')}`}
            title={part}
            onClick={() => void open(part)}
          >
            {t(e.title)}
          </button>
        );
      })}
    </>
  );
}
