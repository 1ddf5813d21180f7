// What `/api/status` answers, as its schema: the rows of the status pages.

import type { JsonSchema } from '../json-schema.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const count = { type: 'integer' } as const;
const amount = { type: 'number' } as const;
const texts = { type: 'array', items: text } as const;

const port = {
  type: 'object',
  properties: {
    ...{ name: text, macAddress: text, up: flag, speedMbps: amount, duplex: text, mtu: count },
    addresses: {
      type: 'array',
      items: { type: 'object', properties: { family: count, address: text, prefixLength: count } },
    },
    ...{ receivedBytes: count, sentBytes: count, errors: count },
  },
  required: ['name', 'macAddress', 'up', 'addresses'],
} as const;

const network = {
  type: 'object',
  properties: {
    ipType: { type: 'string', enum: ['STATIC', 'DHCP', 'PPPOE'], description: 'network/lan_type' },
    interface: { type: 'string', description: 'What the phone speaks over; empty when it is not known' },
    vlan: { type: 'integer', description: '802.1Q; absent: none' },
    ...{ hostName: text, domainName: text, macAddress: text },
    interfaces: { type: 'array', items: port },
    ...{ gateways: texts, nameServers: texts },
    portModes: { type: 'object', properties: { lan: text, pc: text }, required: ['lan', 'pc'] },
    accessControl: {
      type: 'object',
      properties: {
        method: { type: 'string', enum: ['Disable', 'EAP_MD5', 'EAP_TLS'] },
        state: { type: 'string', enum: ['off', 'noCertificate', 'notCarriedOut'], description: '802.1X' },
      },
      required: ['method', 'state'],
    },
  },
  required: [
    'ipType',
    'interface',
    'hostName',
    'macAddress',
    'interfaces',
    'gateways',
    'nameServers',
    'portModes',
    'accessControl',
  ],
} as const;

const forwarding = { type: 'object', properties: { on: flag, number: text }, required: ['on', 'number'] } as const;

const voice = {
  type: 'object',
  properties: {
    handset: { type: 'string', enum: ['onHook', 'offHook'] },
    ...{ audioPath: text, muted: flag, headsetPlugged: flag, doNotDisturb: flag },
    forwarding: { type: 'object', properties: { always: forwarding, busy: forwarding, noAnswer: forwarding } },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: { line: count, label: text, number: text, registration: text, reason: text, newMessages: count },
        required: ['line', 'label', 'number', 'registration', 'newMessages'],
      },
    },
    calls: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          ...{ id: text, line: count, state: text, direction: text, remoteName: text, remoteNumber: text },
          ...{ durationMs: count, codec: text, encrypted: flag },
          conference: {
            type: 'object',
            properties: {
              count,
              others: {
                type: 'array',
                items: { type: 'object', properties: { name: text, number: text }, required: ['number'] },
              },
            },
            required: ['others'],
            description: 'Who is in the conference that the call leads to, as far as its server tells',
          },
          quality: {
            type: 'object',
            properties: {
              ...{ packetsSent: count, packetsReceived: count, packetsLost: count, bytesSent: count, bytesReceived: count },
              ...{ lossShare: amount, lateShare: amount, jitterMs: amount, roundTripMs: amount, bufferMs: amount },
              ...{ score: amount, rating: amount, remoteLossShare: amount, remoteScore: amount, grade: text },
            },
          },
        },
        required: ['id', 'line', 'state', 'direction', 'remoteNumber', 'durationMs', 'encrypted'],
      },
    },
  },
  required: ['handset', 'audioPath', 'muted', 'headsetPlugged', 'doNotDisturb', 'forwarding', 'lines', 'calls'],
} as const;

export const statusAnswer: JsonSchema = {
  type: 'object',
  properties: {
    ...{ model: text, version: text, nodeVersion: text, kernel: text, architecture: text, cryptography: text },
    headset: {
      type: 'object',
      properties: { name: text, firmware: text },
      required: ['name', 'firmware'],
      description: 'The USB headset that is plugged in',
    },
    upMs: amount,
    wall: { type: 'object', properties: { ms: amount, trusted: flag }, required: ['ms', 'trusted'] },
    memory: {
      type: 'object',
      properties: { totalBytes: count, freeBytes: count, ownBytes: count },
      required: ['totalBytes', 'freeBytes', 'ownBytes'],
    },
    loadAverage: amount,
    disk: { type: 'object', properties: { totalBytes: count, freeBytes: count }, required: ['totalBytes', 'freeBytes'] },
    network,
    voice,
  },
  required: [
    'model',
    'version',
    'nodeVersion',
    'kernel',
    'architecture',
    'upMs',
    'wall',
    'memory',
    'loadAverage',
    'network',
    'voice',
  ],
};
