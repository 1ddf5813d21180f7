// What a line proves itself with: a password, and the key of a SIM where its operator wants that (Digest AKA, RFC 3310).

import type { Credentials } from '#sip/auth/credentials';
import type { MilenageKeys } from '#sip/auth/milenage';
import type { Parameters } from './line-settings.ts';

export function lineCredentials(parameters: Parameters, line: number): Credentials {
  const aka = milenageKeys(parameters, line);
  const name = parameters.get(`voip/line/${line}/use_auth_id`) ? parameters.get(`voip/line/${line}/auth_name`) : '';
  return {
    user: name || parameters.get(`voip/line/${line}/id`),
    password: parameters.get(`voip/line/${line}/auth_password`).reveal(),
    ...(aka === undefined ? {} : { aka }),
  };
}

function milenageKeys(parameters: Parameters, line: number): MilenageKeys | undefined {
  const key = parameters.get(`voip/line/${line}/aka/key`).reveal();
  const opc = parameters.get(`voip/line/${line}/aka/opc`).reveal();
  return key === '' || opc === '' ? undefined : { key: Buffer.from(key, 'hex'), opc: Buffer.from(opc, 'hex') };
}
