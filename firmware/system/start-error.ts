// The phone could not start for a reason that the one who started it can put right; the message says what.

export class StartError extends Error {
  override readonly name = 'StartError';
}
