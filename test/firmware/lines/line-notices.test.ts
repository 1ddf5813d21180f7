// What a person is told of a line that cannot register, and that it fits the smallest screen.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LineNotices } from '#firmware/lines/line-notices';
import { Notices } from '#firmware/system/notices';
import { line, snapshot } from '#test/support/phone-fixture';
import { pictureOf } from '#test/support/screen-fixture';
import type { TextItem } from '#ui/lcd/raster/display-list';

for (const reason of ['Wrong password', 'Server cannot be reached']) {
  it(`${reason}: the advice is read whole on 128 by 64 pixels`, () => {
    const notices = new Notices(() => {});
    new LineNotices(notices).follow([
      line(0, { label: 'Reception', registration: { state: 'failed', reason, retryAtMs: undefined } }),
    ]);
    const [notice] = notices.all;
    assert.ok(notice);
    const page = { page: 'notice', notice: notice.id, focus: 0 } as const;
    const { items } = pictureOf('mono-128', snapshot({ notices: notices.all }), { navigation: { pages: [page] } });
    const shown = items.filter((item): item is TextItem => item.kind === 'text' && /^message\/\d/.test(item.key));
    assert.equal(shown.map(({ text }) => text).join(' '), notice.text);
  });
}

it('a line that registers again takes its notice away', () => {
  const notices = new Notices(() => {});
  const told = new LineNotices(notices);
  told.follow([line(0, { registration: { state: 'failed', reason: 'Wrong password', retryAtMs: undefined } })]);
  told.follow([line(0)]);
  assert.deepEqual(notices.all, []);
});
