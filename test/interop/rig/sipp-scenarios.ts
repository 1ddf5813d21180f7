// What sipp is to do, as its XML: built from a few messages, so that each scenario reads as its flow.

export type Scenario = 'register' | 'answer' | 'refuse' | 'call';

interface Actor {
  readonly user: string;
  readonly password: string;
  /** The capture file that it plays. */
  readonly tone: string;
  readonly talkMs: number;
}

const sdp = `Content-Type: application/sdp
Content-Length: [len]

v=0
o=peer 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0 101
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=ptime:20`;

const noBody = 'Content-Length: 0';

interface Request {
  readonly sequence: number;
  /** Within a dialog, by its route to its target. */
  readonly within?: boolean;
  /** The To of the response that this acknowledges. */
  readonly toOfResponse?: boolean;
  readonly headers?: readonly string[];
  readonly body?: string;
}

function request(method: string, { user }: Actor, options: Request): string {
  const { sequence, within = false, toOfResponse = within, headers = [], body = noBody } = options;
  const target = within ? '[next_url]' : method === 'REGISTER' ? 'sip:[remote_ip]' : 'sip:[service]@[remote_ip]';
  return [
    `${method} ${target} SIP/2.0`,
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    ...(within ? ['[routes]'] : []),
    `From: <sip:${user}@[remote_ip]>;tag=[pid]f[call_number]`,
    toOfResponse ? '[last_To:]' : 'To: <sip:[service]@[remote_ip]>',
    'Call-ID: [call_id]',
    `CSeq: ${sequence} ${method}`,
    `Contact: <sip:${user}@[local_ip]:[local_port]>`,
    'Max-Forwards: 70',
    ...headers,
    body,
  ].join('\n');
}

const send = (message: string, options = ''): string => `<send${options}><![CDATA[\n${message}\n\n]]></send>`;
const receive = (what: string): string => `<recv ${what}/>`;
const pause = (ms: number): string => `<pause milliseconds="${ms}"/>`;
const play = (file: string): string => `<nop><action><exec play_pcap_audio="${file}"/></action></nop>`;
const again = ' retrans="500"';

function credentials({ user, password }: Actor): string {
  return `[authentication username=${user} password=${password}]`;
}

const echoed = ['[last_Via:]', '[last_From:]', '[last_Call-ID:]', '[last_CSeq:]'];
const contact = 'Contact: <sip:[local_ip]:[local_port]>';

/** To an INVITE: the tag is ours to give. */
function response(status: string, headers: readonly string[], body = noBody): string {
  return [`SIP/2.0 ${status}`, ...echoed, '[last_To:];tag=[pid]t[call_number]', ...headers, body].join('\n');
}

const okWithin = ['SIP/2.0 200 OK', ...echoed, '[last_To:]', noBody].join('\n');

/** Challenged, acknowledged, and sent again with the digest. */
function authenticatedInvite(actor: Actor): readonly string[] {
  return [
    send(request('INVITE', actor, { sequence: 1, body: sdp }), again),
    receive('response="407" auth="true"'),
    send(request('ACK', actor, { sequence: 1, toOfResponse: true })),
    send(request('INVITE', actor, { sequence: 2, headers: [credentials(actor)], body: sdp }), again),
    receive('response="100" optional="true"'),
  ];
}

const flows: Readonly<Record<Scenario, (actor: Actor) => readonly string[]>> = {
  register: (actor) => [
    send(request('REGISTER', actor, { sequence: 1, headers: ['Expires: 600'] }), again),
    receive('response="401" auth="true"'),
    send(request('REGISTER', actor, { sequence: 2, headers: ['Expires: 600', credentials(actor)] }), again),
    receive('response="200"'),
  ],
  /** Rings, answers, talks, and waits to be hung up on. */
  answer: ({ tone }) => [
    receive('request="INVITE"'),
    send(response('180 Ringing', ['[last_Record-Route:]', contact])),
    send(response('200 OK', ['[last_Record-Route:]', contact], sdp), again),
    receive('request="ACK"'),
    play(tone),
    receive('request="BYE"'),
    send(okWithin),
  ],
  refuse: () => [receive('request="INVITE"'), send(response('486 Busy Here', []), again), receive('request="ACK"')],
  /** Calls, talks, and hangs up. */
  call: (actor) => [
    ...authenticatedInvite(actor),
    receive('response="180" optional="true"'),
    receive('response="200" rrs="true"'),
    send(request('ACK', actor, { sequence: 2, within: true })),
    play(actor.tone),
    pause(actor.talkMs),
    send(request('BYE', actor, { sequence: 3, within: true }), again),
    receive('response="200"'),
  ],
};

export const scenarios: Readonly<Record<Scenario, (actor: Actor) => string>> = Object.fromEntries(
  Object.entries(flows).map(([name, flow]) => [
    name,
    (actor: Actor) =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="${name}">\n${flow(actor).join('\n')}\n</scenario>\n`,
  ]),
) as Record<Scenario, (actor: Actor) => string>;
