// Work on many things in steps of a millisecond or so: each `yield` is a place where everybody else may have a turn.

/** Settings or records of one step. */
const stepRows = 150;

export type Steps<Result> = Generator<void, Result>;

export function* inSteps<Row>(rows: readonly Row[], take: (row: Row) => void): Steps<void> {
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % stepRows === 0) yield;
    take(row);
  }
}

/** Nobody has a turn. */
export function atOnce<Result>(work: Steps<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

export async function withTurns<Result>(work: Steps<Result>, turn: () => Promise<unknown>): Promise<Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await turn();
  }
}
