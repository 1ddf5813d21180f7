// The person's own lists: contacts, speed dials, blocked numbers; as single entries and as files.

import type { ContactDraft } from '../../../directory-snapshot.ts';
import { settingPaths } from '../../../setting-paths.ts';
import { refusedChange } from '../kept-settings.ts';
import { Reply, type Route, refusal, route } from '../route.ts';

const speedDialKeys = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const largestFileBytes = 8 * 1024 * 1024;
const largestSpeedDialBytes = 64 * 1024;
const largestPictureBytes = 2 ** 20;

const text = { type: 'string', maxLength: 256 } as const;
const contact = {
  type: 'object',
  properties: { name: text, office: text, home: text, mobile: text, group: text, ring: text, favourite: { type: 'boolean' } },
  required: ['name'],
  additionalProperties: false,
} as const;

const nothing: ContactDraft = { name: '', office: '', home: '', mobile: '', group: '', ring: '', favourite: false };

/** What is wrong with it; the phone would pass it over. */
function problemOf({ name, office, home, mobile }: ContactDraft): Reply | undefined {
  if (name.trim() === '') return refusal(400, 'invalid', { field: 'name', expected: 'a name' });
  if ([office, home, mobile].some((number) => number.trim() !== '')) return undefined;
  return refusal(400, 'invalid', { field: 'office', expected: 'at least one number' });
}

export const directoryRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/directory',
    access: 'user',
    scope: 'directory',
    summary: 'Contacts, groups, speed dials and blocked numbers',
    answer: { type: 'object', properties: {} },
    sent: 'compressed',
    handle: ({ phone }) => phone.snapshot.directory,
  }),
  route({
    method: 'POST',
    path: '/api/directory/contacts',
    access: 'user',
    scope: 'directory',
    summary: 'Adds a contact',
    body: contact,
    handle({ phone }, { body }) {
      const draft = { ...nothing, ...body };
      if (phone.snapshot.directory.full) return refusal(409, 'full');
      const problem = problemOf(draft);
      if (problem === undefined) phone.directory.saveContact(draft);
      return problem;
    },
  }),
  route({
    method: 'PUT',
    path: '/api/directory/contacts/:id',
    access: 'user',
    scope: 'directory',
    summary: 'Changes a contact',
    body: contact,
    handle({ phone }, { body, params }) {
      const known = phone.snapshot.directory.contacts.find(({ id }) => String(id) === params['id']);
      if (known === undefined) return refusal(404, 'notFound');
      const draft = { ...nothing, ...body };
      const problem = problemOf(draft);
      if (problem === undefined) phone.directory.saveContact(draft, known.id);
      return problem;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/directory/contacts/:id',
    access: 'user',
    scope: 'directory',
    summary: 'Deletes a contact',
    handle({ phone }, { params }) {
      const known = phone.snapshot.directory.contacts.find(({ id }) => String(id) === params['id']);
      if (known === undefined) return refusal(404, 'notFound');
      phone.directory.deleteContact(known.id);
      return undefined;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/directory/contacts',
    access: 'user',
    scope: 'directory',
    summary: 'Deletes all contacts',
    handle: ({ phone }) => phone.directory.clearContacts(),
  }),
  route({
    method: 'GET',
    path: '/api/directory/contacts/:id/picture',
    access: 'user',
    scope: 'directory',
    summary: 'The picture of a contact',
    answerType: 'image/jpeg',
    async handle({ administration }, { params }) {
      const picture = await administration.contactPictures.picture(Number(params['id']));
      if (picture === undefined) return refusal(404, 'notFound');
      return new Reply(200, picture, { 'Content-Type': picture[0] === 0x89 ? 'image/png' : 'image/jpeg' });
    },
  }),
  route({
    method: 'PUT',
    path: '/api/directory/contacts/:id/picture',
    access: 'user',
    scope: 'directory',
    summary: 'Gives a contact a picture: PNG or JPEG',
    uploadBytes: largestPictureBytes,
    async handle({ administration }, { params, upload }) {
      if (upload === undefined) return refusal(415, 'wrongType', { expected: 'application/octet-stream' });
      const stored = await administration.contactPictures.store(Number(params['id']), upload);
      return stored.ok ? undefined : refusal(400, 'invalid', { field: 'picture', expected: stored.expected });
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/directory/contacts/:id/picture',
    access: 'user',
    scope: 'directory',
    summary: 'Takes the picture of a contact away',
    handle: async ({ administration }, { params }) =>
      (await administration.contactPictures.delete(Number(params['id']))) ? undefined : refusal(404, 'notFound'),
  }),
  route({
    method: 'GET',
    path: '/api/directory/file',
    access: 'user',
    scope: 'directory',
    summary: 'All contacts as vCards, or as a table',
    query: { type: 'object', properties: { format: { type: 'string', enum: ['vcard', 'csv'] } }, required: ['format'] },
    answerType: 'text/vcard',
    async handle({ administration }, { query: { format } }) {
      const [type, name] = format === 'csv' ? ['text/csv', 'contacts.csv'] : ['text/vcard', 'contacts.vcf'];
      return new Reply(200, new TextEncoder().encode(await administration.contacts.exportContacts(format)), {
        'Content-Type': `${type}; charset=utf-8`,
        'Content-Disposition': `attachment; filename="${name}"`,
      });
    },
  }),
  route({
    method: 'POST',
    path: '/api/directory/file',
    access: 'user',
    scope: 'directory',
    summary: 'Adds the contacts of a file: vCard, CSV, or the XML of other telephones',
    uploadBytes: largestFileBytes,
    answer: { type: 'object', properties: {} },
    handle({ administration }, { upload }) {
      if (upload === undefined) return refusal(415, 'wrongType', { expected: 'application/octet-stream' });
      return administration.contacts.importContacts(upload);
    },
  }),
  route({
    method: 'POST',
    path: '/api/directory/speed-dials/file',
    access: 'user',
    scope: 'directory',
    summary: 'Sets the speed dials of a file: key, number, 0',
    uploadBytes: largestSpeedDialBytes,
    answer: { type: 'object', properties: {} },
    async handle({ administration }, { upload, caller }) {
      if (upload === undefined) return refusal(415, 'wrongType', { expected: 'application/octet-stream' });
      const paths = speedDialKeys.flatMap(settingPaths.speedDial);
      const changes = paths.map((path) => ({ path, value: '' }));
      return (await refusedChange({ administration }, caller, changes)) ?? administration.contacts.importSpeedDials(upload);
    },
  }),
  route({
    method: 'PUT',
    path: '/api/directory/speed-dials/:key',
    access: 'user',
    scope: 'directory',
    summary: 'Sets what a held digit dials; an empty number frees the key',
    body: {
      type: 'object',
      properties: { number: text, name: text },
      required: ['number'],
      additionalProperties: false,
    },
    async handle({ phone, administration }, { body: { number, name = '' }, params, caller }) {
      const key = speedDialKeys.find((each) => String(each) === params['key']);
      if (key === undefined) return refusal(404, 'notFound');
      const [numberPath = '', namePath = ''] = settingPaths.speedDial(key);
      const changes = [
        { path: numberPath, value: number },
        { path: namePath, value: name },
      ];
      const refused = await refusedChange({ administration }, caller, changes);
      if (refused === undefined) phone.directory.setSpeedDial({ key, number, name });
      return refused;
    },
  }),
  route({
    method: 'POST',
    path: '/api/directory/blocked',
    access: 'user',
    scope: 'directory',
    summary: 'Refuses calls from a number',
    body: {
      type: 'object',
      properties: { number: { ...text, minLength: 1 }, name: text },
      required: ['number'],
      additionalProperties: false,
    },
    handle: ({ phone }, { body: { number, name = '' } }) => phone.directory.blockNumber(number, name),
  }),
  route({
    method: 'DELETE',
    path: '/api/directory/blocked/:id',
    access: 'user',
    scope: 'directory',
    summary: 'Takes calls from a number again',
    handle({ phone }, { params }) {
      const known = phone.snapshot.directory.blocked.find(({ id }) => String(id) === params['id']);
      if (known === undefined) return refusal(404, 'notFound');
      phone.directory.unblockNumber(known.id);
      return undefined;
    },
  }),
];
