// Which page is shown: the part of the address behind `#`, such as `#/parameters/lines` or `#/search?words`.

import { useEffect, useState } from 'preact/hooks';

export interface Place {
  /** `['parameters', 'lines']`; empty on the first page. */
  readonly path: readonly string[];
  readonly query: string;
}

function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { path: path.split('/').filter(Boolean), query: decode(query) };
}

/** A broken escape is read as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function usePlace(): Place {
  const [place, setPlace] = useState(placeOf(location.hash));
  useEffect(() => {
    const moved = (): void => setPlace(placeOf(location.hash));
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return place;
}

export function goTo(path: string, query?: string): void {
  location.hash = `#/${path}${query === undefined ? '' : `?${encodeURIComponent(query)}`}`;
}
