// Preloaded by `make test`: property tests try the same cases every time, so that a red run means a change. `make fuzz` looks further;
// SEED=n tries others here.

import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 3261) });
