// Copies of RTP find between whom they went: at once when their source is known, later by the session that they came from.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CapturedMedia } from '#firmware/administration/captured-media';

const local = { address: '192.0.2.7', port: 4000 };
const remote = { address: '192.0.2.9', port: 5004 };
const flow = { local, remote, localSsrc: 1, remoteSsrc: undefined };

it('our own goes there, everything else of the session comes from there', () => {
  const media = new CapturedMedia();
  assert.equal(media.way({ source: 1, mirror: 9000 }), undefined);
  media.told(flow);
  assert.deepEqual(media.way({ source: 1, mirror: 9000 }), { from: local, to: remote });
  assert.deepEqual(media.way({ source: 77, mirror: 9000 }), { from: remote, to: local });
  assert.equal(media.way({ source: 77, mirror: 9001 }), undefined, 'another session');
});

it('a session that moves has another way from then on', () => {
  const media = new CapturedMedia();
  media.told({ ...flow, remoteSsrc: 2 });
  const moved = { address: '192.0.2.10', port: 6000 };
  media.told({ ...flow, remote: moved, remoteSsrc: 2 });
  assert.deepEqual(media.way({ source: 2, mirror: 1 }), { from: moved, to: local });
});

it('what nobody ever told of has no place, and many sources no more room than there is', () => {
  const media = new CapturedMedia();
  assert.deepEqual(media.wayAtLast({ source: 5, mirror: 5 }).from, { address: '0.0.0.0', port: 0 });
  for (let source = 0; source < 3000; source++) media.told({ ...flow, localSsrc: source });
  assert.ok(media.way({ source: 999, mirror: 1 }) !== undefined);
  assert.equal(media.way({ source: 2999, mirror: 2 }), undefined);
});
