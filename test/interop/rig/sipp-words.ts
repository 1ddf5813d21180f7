// The words that sipp's XML is made of, so that a scenario of ours reads as its flow: messages, waits, and what is kept of a message.

/** Who sipp is in a scenario. */
export interface Actor {
  readonly user: string;
  readonly password: string;
  /** The capture file that it plays. */
  readonly tone: string;
  readonly talkMs: number;
}

/** An element of the scenario. */
export type Step = string;

const noBody = 'Content-Length: 0';

export interface SdpParts {
  readonly version?: number;
  readonly direction?: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  readonly address?: string;
  readonly port?: string;
  /** Further lines of the stream. */
  readonly more?: readonly string[];
}

/** Offers or answers one stream of PCMU with telephone events; with the lines before it that make it a body. */
export function sdp(parts: SdpParts = {}): string {
  const { version = 1, direction = 'sendrecv', address = '[media_ip]', port = '[media_port]', more = [] } = parts;
  const lines = ['v=0', `o=peer 1 ${version} IN IP4 [local_ip]`, 's=-', `c=IN IP4 ${address}`, 't=0 0'];
  const stream = [`m=audio ${port} RTP/AVP 0 101`, 'a=rtpmap:0 PCMU/8000', 'a=rtpmap:101 telephone-event/8000', 'a=ptime:20'];
  return body('application/sdp', [...lines, ...stream, `a=${direction}`, ...more].join('\n'));
}

export function body(contentType: string, text: string): string {
  return `Content-Type: ${contentType}\nContent-Length: [len]\n\n${text}`;
}

interface Request {
  readonly sequence: number;
  /** Within the dialog that `receiveAcceptance` began, by its route to its target. */
  readonly within?: boolean;
  /** The To of the refusal that this acknowledges. */
  readonly toOfResponse?: boolean;
  readonly headers?: readonly string[];
  readonly body?: string | undefined;
}

/** As the caller, or outside any dialog. */
export function request(method: string, { user }: Pick<Actor, 'user'>, options: Request): string {
  const { sequence, within = false, toOfResponse = false, headers = [], body: content = noBody } = options;
  const target = within ? '[next_url]' : method === 'REGISTER' ? 'sip:[remote_ip]' : 'sip:[service]@[remote_ip]';
  return [
    `${method} ${target} SIP/2.0`,
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    ...(within ? ['[routes]'] : []),
    `From: <sip:${user}@[remote_ip]>;tag=[pid]f[call_number]`,
    within ? 'To:[$callee]' : toOfResponse ? '[last_To:]' : 'To: <sip:[service]@[remote_ip]>',
    'Call-ID: [call_id]',
    `CSeq: ${sequence} ${method}`,
    `Contact: <sip:${user}@[local_ip]:[local_port]>`,
    'Max-Forwards: 70',
    ...headers,
    content,
  ].join('\n');
}

const echoed = ['[last_Via:]', '[last_From:]', '[last_Call-ID:]', '[last_CSeq:]'];
const ourTag = 'tag=[pid]t[call_number]';
export const contact = 'Contact: <sip:peer@[local_ip]:[local_port]>';

/** To a request that opens a dialog: the tag is ours to give. */
export function response(status: string, headers: readonly string[] = [], content: string = noBody): string {
  return [`SIP/2.0 ${status}`, ...echoed, `[last_To:];${ourTag}`, '[last_Record-Route:]', ...headers, content].join('\n');
}

/** To a request within a dialog. */
export function responseWithin(status: string, headers: readonly string[] = [], content: string = noBody): string {
  return [`SIP/2.0 ${status}`, ...echoed, '[last_To:]', ...headers, content].join('\n');
}

/** Takes the request that opens a dialog, and keeps of it what `requestBack` needs. */
export const receiveOpening = (method: string): Step =>
  [
    `<recv request="${method}"><action>`,
    keepHeader('From', 'caller'),
    keepHeader('To', 'called'),
    keepHeader('Contact', 'target', 'sip:[^&gt;]*'),
    keepHeader('CSeq', 'sequence', '[0-9]+'),
    '</action></recv>',
    '<Reference variables="caller,called,target,sequence"/>',
  ].join('\n');

export const receiveInvite: Step = receiveOpening('INVITE');

/** Takes the 200 of an INVITE, and keeps of it what `request` needs within the dialog. */
export const receiveAcceptance: Step = [
  `<recv response="200" rrs="true"><action>${keepHeader('To', 'callee')}</action></recv>`,
  '<Reference variables="callee"/>',
].join('\n');

/** An action: what of a header matches, as `[$variable]`. */
export function keepHeader(header: string, variable: string, expression = '.*'): string {
  return `<ereg regexp="${expression}" search_in="hdr" header="${header}:" assign_to="${variable}"/>`;
}

/** As the called side, within the dialog that `receiveInvite` and a `response` of ours began. */
export function requestBack(method: string, sequence: number, headers: readonly string[] = [], content: string = noBody): string {
  return [
    `${method} [$target] SIP/2.0`,
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    `From:[$called];${ourTag}`,
    'To:[$caller]',
    'Call-ID: [call_id]',
    `CSeq: ${sequence} ${method}`,
    contact,
    'Max-Forwards: 70',
    ...headers,
    content,
  ].join('\n');
}

/** Once; what must be answered is repeated with `again`. */
export const send = (message: string, options = ''): Step => `<send${options}><![CDATA[\n${message}\n\n]]></send>`;
export const again = ' retrans="500"';
export const receive = (what: string, actions = ''): Step =>
  actions === '' ? `<recv ${what}/>` : `<recv ${what}><action>${actions}</action></recv>`;
/**
 * The ACK of the final answer to an INVITE, which may come again before it: sipp knows what it has answered twice no more, and a peer that
 * was kept from its answers repeats it.
 */
export const receiveAck: Step = `${receive('request="INVITE" optional="true"')}\n${receive('request="ACK"')}`;
export const pause = (ms: number): Step => `<pause milliseconds="${ms}"/>`;
/** For `Sipp.reached`: what is before is done. */
export const reached = (place: string): Step => `<nop><action><log message="${place}"/></action></nop>`;
export const play = (file: string): Step => `<nop><action><exec play_pcap_audio="${file}"/></action></nop>`;

/** To there, always or when the variable was matched. */
export const goTo = (id: string, test?: string): Step => `<nop next="${id}"${test === undefined ? '' : ` test="${test}"`}/>`;
export const label = (id: string): Step => `<label id="${id}"/>`;

export function credentials({ user, password }: Pick<Actor, 'user' | 'password'>): string {
  return `[authentication username=${user} password=${password}]`;
}

export function scenarioXml(name: string, steps: readonly Step[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="${name}">\n${steps.join('\n')}\n</scenario>\n`;
}
