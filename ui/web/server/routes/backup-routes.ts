// The settings as a file, and files of any vendor back into settings.

import { Reply, type Route, refusal, route } from '../route.ts';

const mostBytes = 4_194_304;
const base64Of = (bytes: number): number => Math.ceil(bytes / 3) * 4;
const passphrase = { type: 'string', maxLength: 256 } as const;
const restoreBody = {
  type: 'object',
  properties: {
    file: {
      type: 'string',
      maxLength: base64Of(mostBytes),
      pattern: '^[A-Za-z0-9+/]*={0,2}$',
      description: 'the file in base64',
    },
    passphrase,
    replace: { type: 'boolean', description: 'What the file does not name goes back to the factory’s value, secrets excepted.' },
  },
  required: ['file'],
} as const;
const plan = { type: 'object', properties: {}, description: 'RestorePlan' } as const;

interface RestoreBody {
  readonly file: string;
  readonly passphrase?: string;
  readonly replace?: boolean;
}

function fileOf({ file }: RestoreBody): Uint8Array {
  return Buffer.from(file, 'base64');
}

function optionsOf({ passphrase: given = '', replace = false }: RestoreBody): { passphrase: string; replace: boolean } {
  return { passphrase: given, replace };
}

export const backupRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/api/backup',
    access: 'admin',
    scope: 'administration',
    summary:
      'The settings as a file: all, those that were set, or the speed dials (key,number,0); secrets only under a pass phrase, which encrypts it',
    body: {
      type: 'object',
      properties: {
        extent: { type: 'string', enum: ['full', 'delta', 'speedDials'] },
        passphrase: { type: 'string', minLength: 8, maxLength: 256 },
      },
      required: ['extent'],
    },
    answerType: 'application/octet-stream',
    async handle({ administration, phone, log }, { body, caller }) {
      log.warn('web', 'settings were fetched', { by: caller?.account.name, withSecrets: body.passphrase !== undefined });
      const file = await administration.backup.write(body.extent, body.passphrase ?? '');
      const name = phone.snapshot.status.macAddress.replaceAll(/[^0-9a-f]/gi, '').toLowerCase();
      const type = body.extent === 'speedDials' ? 'csv' : 'cfg';
      return new Reply(200, file, {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename="${name}.${type}"`,
      });
    },
  }),
  route({
    method: 'POST',
    path: '/api/restore/preview',
    access: 'admin',
    scope: 'administration',
    summary: 'What a file would change, of whichever vendor; nothing is changed',
    body: restoreBody,
    bodyBytes: base64Of(mostBytes) + 4096,
    answer: plan,
    async handle({ administration }, { body }) {
      const read = await administration.backup.plan(fileOf(body), optionsOf(body));
      return read.ok ? read : refusal(422, read.problem, { field: 'file', expected: read.text });
    },
  }),
  route({
    method: 'POST',
    path: '/api/restore',
    access: 'admin',
    scope: 'administration',
    summary: 'Takes the settings of a file, as one revision',
    body: restoreBody,
    bodyBytes: base64Of(mostBytes) + 4096,
    answer: plan,
    async handle({ administration }, { body, caller }) {
      const done = await administration.backup.restore(fileOf(body), optionsOf(body), caller?.account.name ?? '');
      return done.ok ? done : refusal(422, done.problem, { field: 'file', expected: done.text });
    },
  }),
];
