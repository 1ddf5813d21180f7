// Where the phone stands, as the server of an emergency call is told it (RFC 6442), and nobody else.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type HandMessage, headerOf } from '#test/support/hand-server';
import { dial } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';

let desk: OfficePhone;
before(async () => {
  desk = await OfficePhone.start({ 'voip/emergency/numbers': '115' });
  desk.office.answers.set('INVITE', () => ({ status: 486 }));
});
after(async () => {
  await desk[Symbol.asyncDispose]();
});

async function call(number: string): Promise<HandMessage> {
  const { phone } = desk;
  await dial(phone, number);
  const invite = await desk.office.next('INVITE');
  // The phone has read the refusal.
  await desk.office.next('ACK');
  await desk.rest();
  return invite;
}

const rows: readonly { readonly values: Readonly<Record<string, string>>; readonly sees: readonly RegExp[] }[] = [
  {
    values: { 'voip/emergency/location/elin': '+4930555' },
    sees: [/^P-Asserted-Identity: <sip:(?:\+|%2B)4930555@/m],
  },
  {
    values: { 'voip/emergency/location/civic': 'country=DE;A3=Berlin;RD=Am Wall;ROOM=214' },
    sees: [/^Geolocation: <cid:/m, /<ca:country>DE<.*<ca:A3>Berlin<.*<ca:RD>Am Wall<.*<ca:ROOM>214</s],
  },
  {
    values: { 'voip/emergency/location/latitude': '52.5', 'voip/emergency/location/longitude': '-13.25' },
    sees: [/^Geolocation: <cid:/m, /<gml:pos>52\.5 -13\.25</],
  },
  {
    values: { 'voip/emergency/location/uri': 'https://lis.example.org/place/7' },
    sees: [/^Geolocation: <https:\/\/lis\.example\.org\/place\/7>/m],
  },
];

for (const { values, sees } of rows) {
  test(Object.keys(values).join(' and '), async () => {
    await desk.change(values);
    const { text } = await call('115');
    const other = await call('2000');
    await desk.change(Object.fromEntries(Object.keys(values).map((path) => [path, null])));
    for (const expected of sees) {
      assert.match(text, expected);
      assert.doesNotMatch(other.text, expected);
    }
    assert.equal(headerOf(await call('115'), 'Geolocation'), '');
  });
}
