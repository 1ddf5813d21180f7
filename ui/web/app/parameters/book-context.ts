// The one book of parameters for all that is drawn, and the hook that draws again when it changes.

import { type Context, createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { ParameterBook } from './parameter-book.ts';

export const BookContext: Context<ParameterBook> = createContext(new ParameterBook());

export function useBook(): ParameterBook {
  const book = useContext(BookContext);
  const [, draw] = useState(book.version);
  useEffect(() => book.subscribe(() => draw(book.version)), [book]);
  return book;
}
