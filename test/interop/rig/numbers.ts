// Who is who on the interop network.

export const user = {
  phone: '1001',
  secondPhone: '1002',
  thirdPhone: '1003',
  /** Asterisk tells it of names by Remote-Party-ID, the others by P-Asserted-Identity. */
  fourthPhone: '1004',
  baresip: '1010',
  sipp: '1020',
  /** Asterisk demands PRACK and session timers of it. */
  strict: '1050',
  /** Asterisk speaks every codec with it, G.711 with the others. */
  manyCodecs: '1060',
} as const;

/** Kamailio hands what is for `9…` and for `8…` to these, without a word, and lets them call whom they like. */
export const gatewayPorts = { first: 6030, second: 6040 } as const;
export type GatewayPort = (typeof gatewayPorts)[keyof typeof gatewayPorts];

export function passwordOf(name: string): string {
  return `secret-${name}`;
}
