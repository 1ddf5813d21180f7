// Probes of the network: what may be asked, what a program that we did not write says, and giving up.

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Log } from '#firmware/system/log';
import { findProgram, isHost, NetworkProbe, type ProbeOptions } from '#firmware/system/network-probe';
import { SystemClock } from '#firmware/system/system-clock';
import type { JobSnapshot } from '#ui/maintenance';

const folder = mkdtempSync(join(tmpdir(), 'probe-'));
after(() => rmSync(folder, { recursive: true }));

function program(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Runs until the job is in this state. */
function run(file: string | undefined, host: string, until: JobSnapshot['state'], meanwhile?: (probe: NetworkProbe) => void) {
  return new Promise<JobSnapshot>((resolve) => {
    const options: ProbeOptions = {
      log: new Log(new SystemClock()),
      find: () => file,
      changed: (job) => {
        if (job.state === until) resolve(job);
        else meanwhile?.(probe);
      },
    };
    const probe = new NetworkProbe('ping', host, options);
    probe.start();
  });
}

describe('a host', () => {
  it('is a name or an address', () => {
    for (const good of ['192.0.2.1', 'pbx.example.net', '2001:db8::1', '::1', 'a']) assert.ok(isHost(good), good);
  });
  it('is no option, no path and no shell', () => {
    for (const bad of ['', '-f', '--help', '$(reboot)', 'a b', '/etc', '; ls', `${'a'.repeat(300)}`, 'ä']) {
      assert.ok(!isHost(bad), bad);
    }
  });
});

describe('a probe', () => {
  it('tells what the program says, line by line, and its end', async () => {
    const file = program('talks', 'echo one; echo two >&2; printf "%s\\n" "$*"');
    const job = await run(file, '192.0.2.1', 'done');
    assert.deepEqual([...job.lines].sort(), ['-n -c 5 -W 2 192.0.2.1', 'one', 'two']);
    assert.equal(job.progress, 1);
  });
  it('fails with the program', async () => {
    assert.equal((await run(program('fails', 'exit 3'), 'host', 'failed')).state, 'failed');
  });
  it('fails where there is no program, and without asking it for what is no host', async () => {
    assert.equal((await run(undefined, 'host', 'failed')).state, 'failed');
    assert.equal((await run(program('runs', 'exit 0'), '-h', 'failed')).state, 'failed');
  });
  it('is given up', async () => {
    const job = await run(program('waits', 'echo here; exec sleep 60'), 'host', 'cancelled', (probe) => {
      if (probe.job.lines.length > 0) probe.cancel();
    });
    assert.deepEqual(job.lines, ['here']);
  });
  it('keeps no more than a screenful or two', async () => {
    const job = await run(program('floods', 'seq 1 5000; printf "%05000d\\n" 0'), 'host', 'done');
    assert.ok(job.lines.length <= 60 && job.lines.every((line) => line.length <= 200));
  });
});

describe('finding programs', () => {
  it('looks at absolute places only', () => {
    program('here', 'exit 0');
    assert.equal(findProgram('here', folder), join(folder, 'here'));
    assert.equal(findProgram('here', '.'), undefined);
    assert.equal(findProgram('no-such-program-anywhere'), undefined);
  });
});
