// Files that people bring: rings, logo, background. A name is looked up among those that there are; none is ever a path.

import { type PictureName, pictureNames } from '../../../administration/pictures.ts';
import { Reply, type Route, refusal, route } from '../route.ts';

const largestRingBytes = 307_200;
/** As large as provisioning takes it. */
const largestArchiveBytes = 2_097_152;
const largestPictureBytes = 1_048_576;

function pictureName(params: Readonly<Record<string, string>>): PictureName | undefined {
  return pictureNames.find((name) => name === params['name']);
}

export const fileRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/rings',
    access: 'user',
    scope: 'status',
    summary: 'The rings',
    answer: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, own: { type: 'boolean', description: 'Of the phone itself.' } },
        required: ['name', 'own'],
      },
    },
    handle: ({ administration }) => administration.files.rings,
  }),
  route({
    method: 'GET',
    path: '/api/rings/:name',
    access: 'user',
    scope: 'status',
    summary: 'A ring that was brought, to be heard',
    answerType: 'audio/wav',
    async handle({ administration }, { params }) {
      const sound = await administration.files.ringSound(params['name'] ?? '');
      return sound === undefined ? refusal(404, 'notFound') : new Reply(200, sound, { 'Content-Type': 'audio/wav' });
    },
  }),
  route({
    method: 'PUT',
    path: '/api/rings/:name',
    access: 'admin',
    scope: 'administration',
    summary: 'Brings a ring: a WAV file, 8 or 16 kHz, one channel',
    uploadBytes: largestRingBytes,
    async handle({ administration }, { params, upload }) {
      if (upload === undefined) return refusal(415, 'wrongType', { expected: 'application/octet-stream' });
      const stored = await administration.files.storeRing(params['name'] ?? '', upload);
      return stored.ok ? undefined : refusal(400, 'invalid', { field: 'name', expected: stored.expected });
    },
  }),
  route({
    method: 'POST',
    path: '/api/rings',
    access: 'admin',
    scope: 'administration',
    summary: 'Brings the rings of an archive: zip or tgz with WAV files; says which were taken, and why the others were not',
    uploadBytes: largestArchiveBytes,
    answer: {
      type: 'object',
      properties: {
        taken: { type: 'array', items: { type: 'string' } },
        refused: {
          type: 'array',
          items: { type: 'object', properties: { name: { type: 'string' }, why: { type: 'string' } }, required: ['name', 'why'] },
        },
      },
      required: ['taken', 'refused'],
    },
    handle: ({ administration }, { upload }) =>
      upload === undefined
        ? refusal(415, 'wrongType', { expected: 'application/octet-stream' })
        : administration.files.storeRings(upload),
  }),
  route({
    method: 'DELETE',
    path: '/api/rings/:name',
    access: 'admin',
    scope: 'administration',
    summary: 'Takes a ring away that was brought',
    handle: async ({ administration }, { params }) =>
      (await administration.files.deleteRing(params['name'] ?? '')) ? undefined : refusal(404, 'notFound'),
  }),
  route({
    method: 'POST',
    path: '/api/rings/:name/play',
    access: 'user',
    scope: 'calls',
    summary: 'Lets a ring be heard at the phone',
    handle({ administration, phone }, { params }) {
      const found = administration.files.rings.find(({ name }) => name === params['name']);
      if (found === undefined) return refusal(404, 'notFound');
      phone.tryRing(found.name);
      return undefined;
    },
  }),
  route({
    method: 'GET',
    path: '/api/pictures',
    access: 'user',
    scope: 'status',
    summary: 'Which pictures were brought and are shown: logo, background',
    answer: { type: 'array', items: { type: 'string', enum: pictureNames } },
    handle: ({ administration }) => administration.pictures.shown,
  }),
  route({
    method: 'GET',
    path: '/api/pictures/:name',
    access: 'user',
    scope: 'status',
    summary: 'The picture',
    query: {
      type: 'object',
      properties: { turn: { type: 'integer', minimum: 0, description: 'Any: another one makes a browser ask again.' } },
    },
    answerType: 'image/png',
    async handle({ administration }, { params }) {
      const name = pictureName(params);
      const found = name && (await administration.pictures.read(name));
      return found === undefined ? refusal(404, 'notFound') : new Reply(200, found.bytes, { 'Content-Type': found.type });
    },
  }),
  route({
    method: 'PUT',
    path: '/api/pictures/:name',
    access: 'admin',
    scope: 'administration',
    summary: 'Brings a picture and shows it: PNG or JPEG',
    uploadBytes: largestPictureBytes,
    async handle({ administration }, { params, upload }) {
      const name = pictureName(params);
      if (name === undefined) return refusal(404, 'notFound');
      if (upload === undefined) return refusal(415, 'wrongType', { expected: 'application/octet-stream' });
      const stored = await administration.pictures.store(name, upload);
      return stored.ok ? undefined : refusal(400, 'invalid', { field: 'file', expected: stored.expected });
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/pictures/:name',
    access: 'admin',
    scope: 'administration',
    summary: 'Takes it away',
    async handle({ administration }, { params }) {
      const name = pictureName(params);
      return name !== undefined && (await administration.pictures.clear(name)) ? undefined : refusal(404, 'notFound');
    },
  }),
];
