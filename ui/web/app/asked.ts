// What a page asks the phone for, again when it wants or at an interval, and what becomes of what it tells the phone to do.

import { useEffect, useRef, useState } from 'preact/hooks';
import { type Answer, ask, askAgain, download, type Refused } from './api.ts';
import { t, words } from './text/words.ts';

export interface Asked<T> {
  readonly value: T | undefined;
  readonly refused: Refused | undefined;
  readonly again: () => void;
}

/** `everyMs` undefined: once. What is asked for is asked anew when the path is another one. */
export function useAsked<T>(path: string, everyMs?: number): Asked<T> {
  const [answer, setAnswer] = useState<Answer<T>>();
  const asking = useRef(0);
  const take = (question: Promise<Answer<T>>): void => {
    const turn = ++asking.current;
    void question.then((next) => {
      // A later question has been asked meanwhile.
      if (turn === asking.current) setAnswer(next);
    });
  };
  const again = (): void => take(ask<T>('GET', path));
  useEffect(() => {
    again();
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => take(askAgain<T>(path)), everyMs);
    return () => {
      clearInterval(timer);
      asking.current++;
    };
  }, [path, everyMs]);
  return {
    value: answer?.ok ? answer.value : undefined,
    refused: answer?.ok === false ? answer.refused : undefined,
    again,
  };
}

const reasons: Readonly<Record<string, string>> = words({
  unreachable: 'The phone does not answer.',
  notAllowed: 'Only the administrator may do that.',
  notFound: 'It is not there any more.',
  busy: 'Another one is still running.',
  invalidAddress: 'That is no host name and no address.',
  notInstalled: 'This phone has no program for it.',
  inACall: 'The phone is in a call.',
  tooMany: 'There are as many as the phone keeps.',
  tooManyAttempts: 'Too many attempts. Wait a while.',
  wrongPassword: 'The password is not right.',
  tooLarge: 'The file is too large.',
  full: 'The directory is full.',
});

function reasonOf(error: string): string {
  const reason = reasons[error];
  return reason === undefined ? t('The phone refused that: {error}.', { error }) : t(reason);
}

export function wordsOf({ error, expected }: Refused): string {
  return expected === undefined ? reasonOf(error) : t('Expected: {expected}.', { expected });
}

export interface Deed {
  readonly told: string;
  readonly wrong: boolean;
  readonly busy: boolean;
  /** Tells the phone; says `done` when it has. Resolves with the answer's value, undefined when it was refused. */
  readonly run: <T>(
    method: string,
    path: string,
    body?: unknown,
    done?: string | ((answer: T) => string),
  ) => Promise<T | undefined>;
  /** The same for what is answered with a file. */
  readonly keep: (method: string, path: string, body: unknown, name: string) => Promise<void>;
}

/** One thing at a time, and a sentence about how it went. */
export function useDeed(): Deed {
  const [state, setState] = useState({ told: '', wrong: false, busy: false });
  const tell = <T>(answer: Answer<T>, done: string): void =>
    setState(answer.ok ? { told: done, wrong: false, busy: false } : { told: wordsOf(answer.refused), wrong: true, busy: false });
  const run: Deed['run'] = async <T>(
    method: string,
    path: string,
    body?: unknown,
    done: string | ((answer: T) => string) = t('Done.'),
  ): Promise<T | undefined> => {
    setState({ told: '', wrong: false, busy: true });
    const answer = await ask<T>(method, path, body);
    tell(answer, answer.ok && typeof done === 'function' ? done(answer.value) : String(done));
    return answer.ok ? (answer.value ?? ({} as T)) : undefined;
  };
  const keep = async (method: string, path: string, body: unknown, name: string): Promise<void> => {
    setState({ told: '', wrong: false, busy: true });
    tell(await download(method, path, body, name), t('{name} was made.', { name }));
  };
  return { ...state, run, keep };
}
