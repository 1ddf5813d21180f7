// The phone's program: arguments in, a phone until it is told to stop.

import { enableCompileCache } from 'node:module';
import { resources } from './system/resources.ts';

// Compiled code is kept from start to start; what is imported after this line gains by it.
enableCompileCache({ directory: resources.compileCache.pathname, portable: true });
const { runPhone } = await import('./run-phone.ts');

process.exitCode = await runPhone(process.argv.slice(2));
