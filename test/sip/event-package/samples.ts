// Bodies of events in the style of those who send them. Also what the fuzzer begins with.

const dialogNamespace = 'xmlns="urn:ietf:params:xml:ns:dialog-info"';

/** A hint that rings, as an exchange with extensions and hints tells it: the id is the extension, the pickup call a Call-ID of its own. */
export const asteriskRinging: string = `<?xml version="1.0" encoding="UTF-8"?>
<dialog-info ${dialogNamespace} version="3" state="full" entity="sip:1002@10.0.0.9">
 <dialog id="1002" call-id="pickup-7b1c" local-tag="as7" remote-tag="x" direction="recipient">
  <remote><identity display="Ann &amp; Bob">sip:1001@10.0.0.9</identity><target uri="sip:1001@10.0.0.9"/></remote>
  <local><identity display="1002">sip:1002@10.0.0.9</identity><target uri="sip:1002@10.0.0.9"/></local>
  <state>early</state>
 </dialog>
</dialog-info>
`;

/** A presence server that puts together what a proxy publishes: states in capitals, lifetimes, no version worth the name. */
export const kamailioTrying: string = `<?xml version="1.0"?>
<dialog-info ${dialogNamespace} version="0" state="partial" entity="sip:1002@10.0.0.9">
  <dialog id="5f3a@10.0.0.5" call-id="5f3a@10.0.0.5" local-tag="b1" direction="initiator">
    <state>Trying</state>
    <remote><identity>sip:1003@10.0.0.9</identity><target uri="sip:1003@10.0.0.9"/></remote>
    <local><identity>sip:1002@10.0.0.9</identity><target uri="sip:1002@10.0.0.9"/></local>
  </dialog>
</dialog-info>`;

/** No dialogs but one that is over. */
export const freeSwitchIdle: string = `<?xml version="1.0"?>
<dialog-info ${dialogNamespace} version="2" state="full" entity="sip:1002@10.0.0.9">
<dialog id="c0ffee" direction="initiator"><state>terminated</state></dialog>
</dialog-info>
`;

/** RFC 7463: the second appearance, held, nobody else may take it. */
export const sharedHeld: string = `<?xml version="1.0"?>
<dialog-info ${dialogNamespace} xmlns:sa="urn:ietf:params:xml:ns:sa-dialog-info" version="10" state="full" entity="sip:help@example.com">
 <dialog id="02538339hfgdf" call-id="f3b3cbd0" local-tag="3153DE-22" remote-tag="aA3-CEB" direction="initiator">
  <sa:appearance>2</sa:appearance><sa:exclusive>true</sa:exclusive>
  <state>confirmed</state><duration>17</duration>
  <local><target uri="sip:bob@ua1.example.com"><param pname="+sip.rendering" pval="no"/></target></local>
  <remote><identity display="Carol">sip:carol@ua.example.com</identity></remote>
 </dialog>
</dialog-info>`;

/** Asterisk 22, a hint that is on hold. */
export const asteriskHeld: string = `<?xml version="1.0" encoding="UTF-8"?>
<dialog-info ${dialogNamespace} version="3" state="full" entity="sip:750@10.77.0.1">
 <dialog id="750">
  <state>confirmed</state>
  <local><target uri="sip:750@10.77.0.1"><param pname="+sip.rendering" pvalue="no" /></target></local>
 </dialog>
</dialog-info>
`;

/** The draft before it, as key systems of 2006 speak it: appearances are line-ids from 0. */
export const blaSeized: string = `<?xml version="1.0"?>
<dialog-info ${dialogNamespace} version="7" state="full" entity="sip:5041@192.168.0.1">
 <dialog id="11"><state>trying</state>
  <local><identity>sip:5041@192.168.0.1</identity><target uri="sip:5041@192.168.0.4:5061"><param pname="x-line-id" pval="0"/></target></local>
 </dialog>
</dialog-info>`;

export const presenceOnThePhone: string = `<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:1002@10.0.0.9">
 <tuple id="t1"><status><basic>open</basic></status><contact priority="0.8">sip:1002@10.0.0.4</contact><note>On the phone</note></tuple>
 <dm:person id="p1"><rpid:activities><rpid:on-the-phone/><rpid:busy/></rpid:activities><dm:note xml:lang="en">Back at two</dm:note></dm:person>
</presence>`;

/** Activities within the status, and a vendor's word for do not disturb. */
export const presenceInStatus: string = `<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:e="urn:ietf:params:xml:ns:pidf:status:rpid" entity="pres:1002@h">
<note>Ready</note><tuple id="a"><status><basic>closed</basic><e:activities><e:DND/></e:activities></status></tuple></presence>`;

export const regInfo: string = `<?xml version="1.0"?>
<reginfo xmlns="urn:ietf:params:xml:ns:reginfo" xmlns:gr="urn:ietf:params:xml:ns:gruuinfo" version="0" state="full">
 <registration aor="sip:1001@example.com" id="a7" state="active">
  <contact id="76" state="active" event="registered" duration-registered="7322" q="0.8" expires="600" callid="c1" cseq="2">
   <uri>sip:1001@10.0.0.1</uri><display-name>Ann</display-name><gr:pub-gruu uri="sip:1001@example.com;gr=x"/>
  </contact>
  <contact id="77" state="terminated" event="expired"><uri>sip:1001@10.0.0.2</uri></contact>
 </registration>
</reginfo>`;

export const conferenceInfo: string = `<?xml version="1.0"?>
<conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="sip:3000@example.com" state="full" version="1">
 <conference-description><display-text>Monday</display-text><maximum-user-count>10</maximum-user-count></conference-description>
 <conference-state><user-count>2</user-count><active>true</active><locked>false</locked></conference-state>
 <users>
  <user entity="sip:ann@example.com" state="full"><display-text>Ann</display-text><roles><entry>moderator</entry></roles>
   <endpoint entity="sip:ann@10.0.0.1"><status>connected</status><media id="1"><type>audio</type><status>sendrecv</status></media></endpoint></user>
  <user entity="sip:bob@example.com" state="full"><endpoint entity="sip:bob@10.0.0.2"><status>on-hold</status></endpoint></user>
 </users>
</conference-info>`;

const csta = 'xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3"';
export const doNotDisturbEvent: string = `<?xml version="1.0" encoding="ISO-8859-1"?>
<DoNotDisturbEvent ${csta}><device>1001@example.com</device><doNotDisturbOn>true</doNotDisturbOn></DoNotDisturbEvent>`;
const forwardingEvent = (kind: string, rest: string): string =>
  `<?xml version="1.0"?><ForwardingEvent ${csta}><device/><forwardingType>${kind}</forwardingType>${rest}</ForwardingEvent>`;
const featurePart = (body: string): string => `--fe\r\nContent-Type: application/x-as-feature-event+xml\r\n\r\n${body}\r\n`;
export const featureEventsType: string = 'multipart/mixed; boundary=fe';
export const featureEvents: string = `${featurePart(doNotDisturbEvent)}${featurePart(
  forwardingEvent('forwardNoAns', '<forwardStatus>true</forwardStatus><forwardTo>2000</forwardTo><ringCount>4</ringCount>'),
)}${featurePart(forwardingEvent('forwardImmediate', '<forwardStatus>false</forwardStatus>'))}${featurePart('<broken')}--fe--\r\n`;

export const resourceListBodyType: string = 'multipart/related;type="application/rlmi+xml";start="<root@h>";boundary="rl"';
export const resourceListBody: string = [
  '--rl\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root@h>\r\nContent-Type: application/rlmi+xml;charset="UTF-8"\r\n',
  `<?xml version="1.0"?>
<list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:blf@example.com" version="0" fullState="true">
<name xml:lang="en">Team</name>
<resource uri="sip:1002@10.0.0.9"><name>Bob</name><instance id="i1" state="active" cid="one@h"/></resource>
<resource uri="sip:1003@10.0.0.9"><instance id="i2" state="terminated" reason="noresource"/></resource>
</list>`,
  '--rl\r\nContent-ID: <one@h>\r\nContent-Type: application/dialog-info+xml\r\n',
  `${asteriskRinging}\r\n--rl--\r\n`,
].join('\r\n');

export const messageSummary =
  'Messages-Waiting: yes\r\nMessage-Account: sip:1001@vm.example.com\r\nVoice-Message: 4/8 (1/2)\r\nFax-Message: 1/0\r\n\r\nPriority: urgent\r\n';

export const callInfo: string = [
  '<sip:as.example.com>;appearance-index=1;appearance-state=active;appearance-uri="\\"Smith, Bob\\" <sip:+15551234@example.com;user=phone>"',
  '<sip:as.example.com>;appearance-index=2;appearance-state=HELD-PRIVATE',
  '<http://example.com/a,b.jpg>;purpose=icon',
  '<sip:as.example.com>;appearance-index=*;appearance-state=idle',
].join(', ');
