// Status of the device and what finds out what is wrong with it.

import { voiceStatus } from '../../../administration/voice-status.ts';
import { Reply, type Route, refusal, route } from '../route.ts';
import { statusAnswer } from './status-answer.ts';

const anyObject = (description: string) => ({ type: 'object', properties: {}, description }) as const;
const severity = { type: 'string', enum: ['debug', 'info', 'warn', 'error'] } as const;
const text = { type: 'string', maxLength: 100 } as const;
const probeBody = {
  type: 'object',
  properties: { address: { type: 'string', minLength: 1, maxLength: 253 } },
  required: ['address'],
} as const;
const probeErrors = { busy: 409, invalidAddress: 400, notInstalled: 501 } as const;

export const diagnosticsRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/status',
    access: 'user',
    scope: 'status',
    summary: 'Release, memory, network, lines, calls: how the device is',
    answer: statusAnswer,
    handle: async ({ administration, phone, clock }) => ({
      ...(await administration.status()),
      voice: voiceStatus(phone.snapshot, clock.monotonicMs),
    }),
  }),
  route({
    method: 'GET',
    path: '/api/log',
    access: 'admin',
    scope: 'diagnostics',
    summary: 'The newest lines of the log; `after` asks for what is newer than a line',
    query: {
      type: 'object',
      properties: { after: { type: 'integer', minimum: 0 }, severity, topic: text, search: text },
    },
    answer: {
      type: 'object',
      properties: {
        topics: { type: 'array', items: text },
        lines: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              number: { type: 'integer' },
              atMs: { type: 'number' },
              severity,
              topic: text,
              text: { type: 'string' },
            },
            required: ['number', 'atMs', 'severity', 'topic', 'text'],
          },
        },
      },
      required: ['topics', 'lines'],
    },
    handle: ({ administration: { diagnostics } }, { query }) => ({ topics: diagnostics.topics, lines: diagnostics.log(query) }),
  }),
  route({
    method: 'GET',
    path: '/api/sip',
    access: 'admin',
    scope: 'diagnostics',
    summary: 'SIP conversations of late, newest first',
    answer: { type: 'array', items: anyObject('ConversationEntry') },
    handle: ({ administration }) => administration.diagnostics.conversations(),
  }),
  route({
    method: 'GET',
    path: '/api/sip/ladder',
    access: 'admin',
    scope: 'diagnostics',
    summary: 'One conversation as a ladder, with its messages; secrets are struck out',
    query: { type: 'object', properties: { callId: { type: 'string', maxLength: 512 } }, required: ['callId'] },
    answer: anyObject('LadderWithTexts'),
    handle: ({ administration }, { query }) => administration.diagnostics.ladder(query.callId) ?? refusal(404, 'notFound'),
  }),
  ...(['ping', 'traceroute'] as const).map((kind) =>
    route({
      method: 'POST',
      path: `/api/diagnostics/${kind}`,
      access: 'admin',
      scope: 'diagnostics',
      summary: `Starts ${kind}; one at a time`,
      body: probeBody,
      handle({ administration }, { body }) {
        const started = administration.diagnostics[kind](body.address);
        return started.ok ? new Reply(202, undefined) : refusal(probeErrors[started.error], started.error, { field: 'address' });
      },
    }),
  ),
  route({
    method: 'GET',
    path: '/api/diagnostics/probe',
    access: 'admin',
    scope: 'diagnostics',
    summary: 'What ping or traceroute has said so far',
    answer: {
      type: 'object',
      properties: {
        finished: { type: 'boolean' },
        failed: { type: 'boolean' },
        lines: { type: 'array', items: { type: 'string' } },
      },
      required: ['finished', 'failed', 'lines'],
    },
    handle: ({ administration }) => administration.diagnostics.probe,
  }),
  route({
    method: 'DELETE',
    path: '/api/diagnostics/probe',
    access: 'admin',
    scope: 'diagnostics',
    summary: 'Stops it',
    handle: ({ administration }) => administration.diagnostics.stopProbe(),
  }),
  route({
    method: 'GET',
    path: '/api/capture',
    access: 'admin',
    scope: 'diagnostics',
    summary: "The recording of the phone's own packets: how far it is",
    answer: anyObject('CaptureState'),
    handle: ({ administration }) => administration.diagnostics.capture,
  }),
  route({
    method: 'POST',
    path: '/api/capture',
    access: 'admin',
    scope: 'diagnostics',
    summary: 'Begins it anew; with `media` also RTP of calls that begin from now on',
    body: { type: 'object', properties: { media: { type: 'boolean' } } },
    async handle({ administration, log }, { body, caller }) {
      log.warn('web', 'packets are recorded', { media: body.media ?? false, by: caller?.account.name });
      await administration.diagnostics.startCapture(body.media ?? false);
      return undefined;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/capture',
    access: 'admin',
    scope: 'diagnostics',
    summary: 'Ends it; what was recorded can be fetched',
    handle: ({ administration }) => administration.diagnostics.stopCapture(),
  }),
  route({
    method: 'GET',
    path: '/api/capture/file',
    access: 'admin',
    scope: 'diagnostics',
    summary: 'What was recorded, as a pcap file',
    answerType: 'application/vnd.tcpdump.pcap',
    handle: ({ administration }) =>
      new Reply(200, administration.diagnostics.captureFile(), {
        'Content-Type': 'application/vnd.tcpdump.pcap',
        'Content-Disposition': 'attachment; filename="phone.pcap"',
      }),
  }),
  route({
    method: 'GET',
    path: '/api/provisioning',
    access: 'admin',
    scope: 'administration',
    summary: 'Where the settings come from, and how the last check ended',
    answer: anyObject('ProvisioningState'),
    handle: ({ administration }) => administration.provisioning.state,
  }),
  route({
    method: 'POST',
    path: '/api/provisioning/check',
    access: 'admin',
    scope: 'administration',
    summary: 'Asks the provisioning server now, or as soon as nobody talks',
    handle: ({ administration }) => administration.provisioning.check(),
  }),
];
