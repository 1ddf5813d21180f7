// Languages that people bring as files; what the phone says itself is no file.

import { Reply, type Route, refusal, route } from '../route.ts';

const largestBytes = 524_288;

const language = {
  type: 'object',
  properties: {
    tag: { type: 'string', description: 'BCP 47.' },
    name: { type: 'string', description: 'As personal_settings/language calls it.' },
    ownName: { type: 'string' },
    rightToLeft: { type: 'boolean' },
    texts: { type: 'integer', description: 'How many of the texts it says.' },
    all: { type: 'integer' },
  },
  required: ['tag', 'name', 'ownName', 'rightToLeft', 'texts', 'all'],
} as const;

const left = {
  type: 'object',
  properties: { name: { type: 'string' }, why: { type: 'string' } },
  required: ['name', 'why'],
} as const;

export const languageRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/languages',
    access: 'user',
    scope: 'status',
    summary: 'Languages that were brought',
    answer: { type: 'array', items: language },
    handle: ({ administration }) => administration.languages.languages,
  }),
  route({
    method: 'GET',
    path: '/api/languages/template',
    access: 'user',
    scope: 'status',
    summary: 'Every text in English, as a language file to be translated',
    answerType: 'application/json',
    async handle({ administration }) {
      const text = JSON.stringify(await administration.languages.template(), undefined, 2);
      return new Reply(200, Buffer.from(text), {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': 'attachment; filename="language.json"',
      });
    },
  }),
  route({
    method: 'GET',
    path: '/api/languages/:name/texts',
    access: 'user',
    scope: 'status',
    summary: 'What the web pages say in a language that was brought, by the English texts',
    answer: {
      type: 'object',
      properties: { tag: { type: 'string' }, rightToLeft: { type: 'boolean' }, texts: { type: 'object', properties: {} } },
      required: ['tag', 'rightToLeft', 'texts'],
    },
    handle: async ({ administration }, { params }) =>
      (await administration.languages.pageTexts(params['name'] ?? '')) ?? refusal(404, 'notFound'),
  }),
  route({
    method: 'POST',
    path: '/api/languages',
    access: 'admin',
    scope: 'administration',
    summary: 'Brings a language file, in the place of one of the same tag; says which texts were not taken',
    uploadBytes: largestBytes,
    answer: {
      type: 'object',
      properties: { language, refused: { type: 'array', items: left } },
      required: ['language', 'refused'],
    },
    async handle({ administration }, { upload }) {
      if (upload === undefined) return refusal(415, 'wrongType', { expected: 'application/octet-stream' });
      const stored = await administration.languages.storeLanguage(upload);
      return stored.ok
        ? { language: stored.language, refused: stored.refused }
        : refusal(400, 'invalid', { field: 'file', expected: stored.expected });
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/languages/:tag',
    access: 'admin',
    scope: 'administration',
    summary: 'Takes a language away that was brought',
    handle: async ({ administration }, { params }) =>
      (await administration.languages.deleteLanguage(params['tag'] ?? '')) ? undefined : refusal(404, 'notFound'),
  }),
];
