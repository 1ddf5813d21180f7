// The bar that stays in sight while there are changes: how many, a look at what they do, saving, and the way back afterwards.

import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ParameterDifference } from '../../../administration.ts';
import { wordsOf } from '../asked.ts';
import { rich, t } from '../text/words.ts';
import { useBook } from './book-context.ts';
import { Differences } from './differences.tsx';
import type { Outcome } from './parameter-book.ts';

interface Told {
  readonly text: string;
  readonly wrong?: true;
  /** To which revision "Undo" goes. */
  readonly before?: number;
}

function savedWords({ changed, needsRestart }: Outcome): string {
  const saved = changed.length === 1 ? t('One setting saved.') : `${changed.length} settings saved.`;
  return needsRestart.length === 0 ? saved : `${saved} ${needsRestart.length} of them take effect at the next start.`;
}

export function ChangeBar(): JSX.Element {
  const book = useBook();
  const dialog = useRef<HTMLDialogElement>(null);
  const [differences, setDifferences] = useState<readonly ParameterDifference[]>([]);
  const [told, setTold] = useState<Told>();
  const [busy, setBusy] = useState(false);
  const count = book.changes.length;

  const during = (deed: Promise<void>): void => {
    setBusy(true);
    void deed.finally(() => setBusy(false));
  };
  const review = async (): Promise<void> => {
    const found = await book.preview();
    if ('error' in found) {
      setTold({ text: wordsOf(found), wrong: true });
      return;
    }
    setDifferences(found);
    dialog.current?.showModal();
  };
  const save = async (): Promise<void> => {
    dialog.current?.close();
    const outcome = await book.save();
    if ('revision' in outcome) setTold({ text: savedWords(outcome), before: outcome.revision - 1 });
    else if (book.errors.size > 0)
      setTold({ text: t('Nothing saved: {size} of the changes are not right.', { size: book.errors.size }), wrong: true });
    else setTold({ text: t('Nothing saved: {1}.', { 1: outcome.expected ?? outcome.error }), wrong: true });
  };
  const undo = async (revision: number): Promise<void> => {
    const outcome = await book.rollBack(revision);
    setTold(
      'revision' in outcome
        ? { text: t('As it was before.') }
        : { text: t('Not undone: {error}.', { error: outcome.error }), wrong: true },
    );
  };
  const wrong = [...book.errors];
  return (
    <>
      <div class={`changes${count > 0 || told !== undefined ? ' shown' : ''}`}>
        <p role="status" class={told?.wrong ? 'error' : ''}>
          {told?.text}
        </p>
        {told?.before !== undefined && count === 0 && (
          <button type="button" disabled={busy} onClick={() => during(undo(told.before ?? 0))}>
            {t('Undo')}
          </button>
        )}
        {told !== undefined && (
          <button type="button" class="quiet" onClick={() => setTold(undefined)}>
            {t('Close')}
          </button>
        )}
        {count > 0 && (
          <>
            <span class="count">{count === 1 ? '1 change' : `${count} changes`}</span>
            <button type="button" class="quiet" disabled={busy} onClick={() => book.forgetAll()}>
              {t('Discard all')}
            </button>
            <button type="button" disabled={busy} onClick={() => during(review())}>
              {t('Review')}
            </button>
            <button type="button" class="main" disabled={busy} onClick={() => during(save())}>
              {t('Save')}
            </button>
          </>
        )}
      </div>
      <dialog ref={dialog} aria-labelledby="review-title">
        <h2 id="review-title">{t('What will change')}</h2>
        {differences.length > 0 && <Differences differences={differences} />}
        {wrong.map(([path, expected]) => (
          <p key={path} class="error">
            {rich('{1}: expected {2}.', { 1: <code>{path}</code>, 2: expected })}
          </p>
        ))}
        {differences.length === 0 && wrong.length === 0 && <p>{t('Nothing: these are the values that stand.')}</p>}
        <div class="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            {t('Back')}
          </button>
          <button type="button" class="main" disabled={wrong.length > 0} onClick={() => during(save())}>
            {t('Save')}
          </button>
        </div>
      </dialog>
    </>
  );
}
