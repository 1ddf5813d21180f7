// Throws spoiled files of contacts at their readers: node test/fuzz/contact-files.ts [--seed N] [--count N]. The first failure is written
// beside the crashers as a file to keep, and the process ends with 1.

import { checkContactFile } from './check-contact-file.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';

const seeds = [
  'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Grace Hopper\r\nitem1.TEL;VALUE=uri;TYPE="work,voice":tel:+1-202-555-0123;ext=5\r\nCATEGORIES:Navy\r\nEND:VCARD\r\n',
  'BEGIN:VCARD\nVERSION:3.0\nN:Turing;Alan\\, M.;;;\nTEL;type=HOME:1 2\n 3\nX-HOOKSWITCH-RING:Ring02\nEND:VCARD\n',
  'BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=\r\n=20Gro=C3=9F\r\nTEL;CELL:0172\r\nEND:VCARD\r\n',
  'John Smith,4418,053245632,1234\r\n"Hopper, ""G""\n2",4403\r\n',
  'Name;Business Phone;Mobile Phone;Groups\nAda;1003;0172;Friends\n',
  '<?xml version="1.0"?><YealinkIPPhoneDirectory><DirectoryEntry><Name>Ada</Name><Telephone label="Mobile">2</Telephone></DirectoryEntry></YealinkIPPhoneDirectory>',
  '<directory><item_list><item><ln>Lovelace</ln><fn>Ada</fn><ct>1001</ct><sd>1</sd></item></item_list></directory>',
  '1,4418,0\n2,4403,0\n12,1234,0\n',
].map((text) => Buffer.from(text));

fuzzReader({
  crashers: 'contact-crashers',
  count: 20_000,
  next: (random) => ({ bytes: mutate(random.pick(seeds), random) }),
  check: checkContactFile,
});
