// Phones that ask an authority for their certificates, and what they say of it.

import assert from 'node:assert/strict';
import { type AdministeredPhone, changeSettings, startAdministeredPhone } from '../../support/administered-phone.ts';
import type { SimulatedPhoneOptions } from '../../support/simulated-phone.ts';
import { phoneAddress } from './lan.ts';

/** Where its pages are: the same after a restart. */
export const pagesAddress: string = `${phoneAddress}:8443`;

export interface EnrolmentState {
  readonly waitingSinceMs?: number;
  readonly enrolledUntilMs?: number;
  readonly nextAtMs?: number;
  readonly lastFailure?: { readonly atMs: number; readonly reason: string };
}

export async function startEnrolling(
  params: Readonly<Record<string, string | number>>,
  options: Omit<SimulatedPhoneOptions, 'params' | 'arguments'> = {},
): Promise<AdministeredPhone> {
  const args = ['--address', phoneAddress, '--web', pagesAddress];
  await using parts = new AsyncDisposableStack();
  const started = await startAdministeredPhone({ ...options, params, arguments: args });
  parts.use(started.phone);
  await enrolNow(started);
  parts.move();
  return started;
}

/** Without the pause in which many phones do not come together. */
export async function enrolNow({ admin }: AdministeredPhone): Promise<void> {
  assert.equal((await admin.send('POST', '/api/certificates/enrolment')).status, 204);
}

export async function changeAndEnrol(which: AdministeredPhone, values: Readonly<Record<string, string>>): Promise<void> {
  await changeSettings(which.admin, values);
  await enrolNow(which);
}

export async function enrolmentState({ admin }: AdministeredPhone): Promise<EnrolmentState> {
  return (await admin.get('/api/certificates/enrolment')) as EnrolmentState;
}

export async function waitForState(
  which: AdministeredPhone,
  what: string,
  isSo: (state: EnrolmentState) => boolean,
): Promise<EnrolmentState> {
  return await which.phone.waitFor(what, async () => {
    const found = await enrolmentState(which).catch(() => undefined);
    return found !== undefined && isSo(found) ? found : undefined;
  });
}

export async function waitForFailure(which: AdministeredPhone, reason: string): Promise<void> {
  await waitForState(which, reason, ({ lastFailure }) => lastFailure?.reason === reason);
}
