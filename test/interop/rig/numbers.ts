// Who is who on the interop network, and how patient the servers are.

/** Kamailio then gives a ringing call up with 408. */
export const noAnswerAfterMs = 4000;

export const user = {
  phone: '1001',
  secondPhone: '1002',
  baresip: '1010',
  sipp: '1020',
} as const;

export function passwordOf(name: string): string {
  return `secret-${name}`;
}
