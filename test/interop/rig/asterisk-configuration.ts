// Asterisk's files: phones by digest over UDP, TCP, TLS and WebSocket, with hints, voice mail, parking, pickup, a shared line and a
// conference; an echo, a menu of digits, music on hold of our own tone, and a number that sends digits.

import { passwordOf, user } from './numbers.ts';

export const number = {
  echo: '600',
  menu: '610',
  /** Sends digits at whoever calls it. */
  digits: '620',
  busy: '630',
  conference: '640',
  music: '650',
  /** Speaks before it answers, and never answers. */
  earlyMedia: '660',
  /** Answers, and sends whoever calls on to the third phone by REFER. */
  sendsOn: '670',
  /** Answers, and puts somebody else through a second later. */
  putsThrough: '680',
  park: '700',
  firstParkingPlace: '701',
  /** A hint that the next two switch. */
  lamp: '750',
  lampOn: '751',
  lampOff: '752',
  /** Before a number: leaves a message there, takes its ringing call, calls it with auto-answer. */
  leaveMessage: '*98',
  pickUp: '*8',
  intercom: '*80',
  /** The line that two stations share, from outside. */
  sharedTrunk: '3000',
} as const;

/** Who is there then. */
export const putThrough = { name: 'Reception', number: '4711' } as const;

/** What is heard, by what it means; the files are sines that we write. */
export const toneHz = { musicOnHold: 700, menu: 1200, rightChoice: 1500, wrongChoice: 900, early: 1100 } as const;

export const menuChoice = '42';
export const digitsSent = '159*0#';

/** Of the HTTP server that carries WebSocket, at /ws. */
export const webSocketPorts = { plain: 8088, tls: 8089 } as const;
export const tlsPort = 5061;

export interface AsteriskOptions {
  readonly address: string;
  readonly port: number;
  readonly users: readonly string[];
  /** Where the tones are, within the chroot. */
  readonly sounds: string;
  /** Of the TLS server, within the chroot. */
  readonly certificate: { readonly certificate: string; readonly key: string } | undefined;
  /** Of users that demand it. */
  readonly encryption?: Readonly<Record<string, keyof typeof encryptions>> | undefined;
}

/** By file name. */
export function asteriskConfiguration(options: AsteriskOptions): Readonly<Record<string, string>> {
  const { sounds, users } = options;
  return {
    'asterisk.conf': `[directories](!)
[options]
verbose = 3
nocolor = yes
`,
    // It would take the applications of the voice mail that keeps files.
    'modules.conf': '[modules]\nautoload=yes\nnoload=app_voicemail_odbc.so\n',
    'pjsip_notify.conf': '[check-sync]\nEvent=>check-sync\n[reboot]\nEvent=>check-sync;reboot=true\n',
    'logger.conf': '[general]\n[logfiles]\nconsole => notice,warning,error\n',
    'rtp.conf': '[general]\nrtpstart=20000\nrtpend=20400\n',
    'musiconhold.conf': `[default]\nmode=files\ndirectory=${sounds}/hold\n`,
    'http.conf': http(options),
    'confbridge.conf': '[general]\n[default_user]\ntype=user\nquiet=yes\n[default_bridge]\ntype=bridge\n',
    'features.conf': '[general]\n[featuremap]\n',
    'res_parking.conf': `[general]
[default]
parkext => ${number.park}
parkpos => ${number.firstParkingPlace}-709
context => parked
parkinghints = yes
parkingtime => 45
`,
    'voicemail.conf': `[general]
format=wav
minsecs=0
maxsilence=0
; Messages go by a hand on the files, too.
pollmailboxes=yes
pollfreq=1
[default]
${users.map((each) => `${each} => ${each},User ${each}`).join('\n')}
`,
    'sla.conf': `[general]
[shared]
type=trunk
device=Local/disa@shared-out
${[user.phone, user.secondPhone].map((each) => `[station${each}]\ntype=station\ndevice=PJSIP/${each}\ntrunk=shared`).join('\n')}
`,
    'pjsip.conf': [transports(options), ...users.map((each) => endpoint(each, options))].join('\n'),
    'extensions.conf': dialplan(options),
  };
}

function dialplan({ sounds, users, address, port }: AsteriskOptions): string {
  const stations = [user.phone, user.secondPhone];
  return `[phones]
include => parked
exten => _10XX,1,Dial(PJSIP/\${EXTEN},60)
 same => n,Hangup()
${users.map((each) => `exten => ${each},hint,PJSIP/${each}`).join('\n')}
exten => ${number.echo},1,Answer()
 same => n,Echo()
exten => ${number.menu},1,Answer()
 same => n(ask),Read(CHOICE,${sounds}/menu,${menuChoice.length},,1,30)
 same => n,GotoIf($["\${CHOICE}" = "${menuChoice}"]?right:wrong)
 same => n(right),Playback(${sounds}/rightChoice)
 same => n,Hangup()
 same => n(wrong),Playback(${sounds}/wrongChoice)
 same => n,Goto(ask)
exten => ${number.digits},1,Answer()
 same => n,Wait(1)
 same => n,SendDTMF(${digitsSent},200,100)
 same => n,Wait(10)
exten => ${number.busy},1,Busy()
exten => ${number.conference},1,Answer()
 same => n,ConfBridge(room)
exten => ${number.music},1,Answer()
 same => n,MusicOnHold(default)
exten => ${number.earlyMedia},1,Progress()
 same => n,Playback(${sounds}/early,noanswer)
 same => n,Hangup(17)
exten => ${number.sendsOn},1,Answer()
 same => n,Wait(1)
 same => n,Transfer(PJSIP/sip:${user.thirdPhone}@${address}:${port})
 same => n,Hangup()
exten => ${number.putsThrough},1,Answer()
 same => n,Wait(1)
 same => n,Set(CONNECTEDLINE(name,i)=${putThrough.name})
 same => n,Set(CONNECTEDLINE(num,i)=${putThrough.number})
 same => n,Set(CONNECTEDLINE(pres)=allowed)
 same => n,Echo()
exten => ${number.lamp},hint,Custom:lamp
exten => ${number.lampOn},1,Set(DEVICE_STATE(Custom:lamp)=INUSE)
 same => n,Hangup()
exten => ${number.lampOff},1,Set(DEVICE_STATE(Custom:lamp)=NOT_INUSE)
 same => n,Hangup()
exten => _${number.leaveMessage}10XX,1,VoiceMail(\${EXTEN:3}@default,s)
 same => n,Hangup()
exten => _${number.pickUp}10XX,1,Pickup(\${EXTEN:2})
 same => n,Hangup()
exten => _${number.intercom}10XX,1,Dial(PJSIP/\${EXTEN:3},60,b(intercom^add^1))
exten => ${number.sharedTrunk},1,SLATrunk(shared)
${stations.map((each) => `exten => station${each},1,SLAStation(station${each})`).join('\n')}
; Answered at once: without sound from the station Asterisk does not wait for the trunk.
${stations.map((each) => `exten => station${each}_shared,1,Answer()\n same => n,SLAStation(station${each}_shared)`).join('\n')}
${stations.map((each) => `exten => station${each}_shared,hint,SLA:station${each}_shared`).join('\n')}
[intercom]
exten => add,1,Set(PJSIP_HEADER(add,Alert-Info)=<http://interop.test>\\;info=alert-autoanswer\\;delay=0)
 same => n,Set(PJSIP_HEADER(add,Call-Info)=<sip:interop.test>\\;answer-after=0)
 same => n,Return()
[shared-out]
exten => disa,1,Answer()
 same => n,DISA(no-password,phones)
[parked]
`;
}

function http({ address, certificate }: AsteriskOptions): string {
  const plain = `[general]\nenabled=yes\nbindaddr=${address}\nbindport=${webSocketPorts.plain}\n`;
  if (certificate === undefined) return plain;
  const bound = `tlsenable=yes\ntlsbindaddr=${address}:${webSocketPorts.tls}\n`;
  return `${plain}${bound}tlscertfile=${certificate.certificate}\ntlsprivatekey=${certificate.key}\n`;
}

function transports({ address, port, certificate }: AsteriskOptions): string {
  const tls =
    certificate === undefined
      ? ''
      : `[tls]
type=transport
protocol=tls
bind=${address}:${tlsPort}
cert_file=${certificate.certificate}
priv_key_file=${certificate.key}
method=tlsv1_2
[wss]
type=transport
protocol=wss
bind=${address}
`;
  return `[udp]
type=transport
protocol=udp
bind=${address}:${port}
[tcp]
type=transport
protocol=tcp
bind=${address}:${port}
[ws]
type=transport
protocol=ws
bind=${address}
${tls}`;
}

/** What an endpoint demands of its calls. */
const byHandshake = 'media_encryption=dtls\ndtls_auto_generate_cert=yes\ndtls_verify=fingerprint\ndtls_setup=actpass\n';
const encryptions: Readonly<Record<'sdes' | 'dtls' | 'dtlsByIce', string>> = {
  sdes: 'media_encryption=sdes\n',
  dtls: byHandshake,
  /** As browsers talk to it. */
  dtlsByIce: `${byHandshake}ice_support=yes\nrtcp_mux=yes\n`,
};

function endpoint(name: string, { address, encryption }: AsteriskOptions): string {
  const secured = encryption?.[name] === undefined ? '' : encryptions[encryption[name]];
  const demands = name === user.strict ? '100rel=required\ntimers=always\ntimers_min_se=90\ntimers_sess_expires=90\n' : '';
  return `[${name}]
type=endpoint
context=phones
subscribe_context=phones
disallow=all
allow=${name === user.manyCodecs ? 'opus,g722,g726,g726aal2,slin16,ulaw' : 'ulaw,alaw'}
auth=${name}
aors=${name}
direct_media=no
media_address=${address}
rtp_symmetric=yes
rewrite_contact=yes
dtmf_mode=rfc4733
${name === user.fourthPhone ? 'send_rpid=yes' : 'send_pai=yes'}
trust_id_outbound=yes
trust_connected_line=yes
send_connected_line=yes
call_group=1
pickup_group=1
mailboxes=${name}@default
mwi_subscribe_replaces_unsolicited=yes
callerid="Phone ${name}" <${name}>
${demands}${secured}[${name}]
type=auth
auth_type=digest
username=${name}
password=${passwordOf(name)}
[${name}]
type=aor
max_contacts=2
remove_existing=yes
minimum_expiration=10
mailboxes=${name}@default
`;
}
