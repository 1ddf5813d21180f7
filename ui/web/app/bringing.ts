// A form that brings a file of which parts may be left out: sent, told, and what is there asked for anew.

import { useState } from 'preact/hooks';
import type { FilesTaken } from '../../administration/media-files.ts';
import { type Deed, useDeed } from './asked.ts';

export interface Bringing {
  readonly deed: Deed;
  /** Of the file that was brought last. */
  readonly refused: FilesTaken['refused'];
  readonly submit: (event: { preventDefault(): void; readonly currentTarget: HTMLFormElement }) => void;
}

export interface BringingOptions<T> {
  readonly path: string;
  /** The form's field that has the file. */
  readonly field: string;
  readonly told: (answer: T) => string;
  readonly again: () => Promise<void>;
}

export function useBringing<T extends Pick<FilesTaken, 'refused'>>(options: BringingOptions<T>): Bringing {
  const { path, field, told, again } = options;
  const deed = useDeed();
  const [refused, setRefused] = useState<FilesTaken['refused']>([]);
  const bring = async (form: HTMLFormElement): Promise<void> => {
    const done = await deed.run<T>('POST', path, new FormData(form).get(field), told, again);
    setRefused(done?.refused ?? []);
    if (done !== undefined) form.reset();
  };
  const submit: Bringing['submit'] = (event) => {
    event.preventDefault();
    void bring(event.currentTarget);
  };
  return { deed, refused, submit };
}
