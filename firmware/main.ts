// The phone's program: arguments in, a phone until it is told to stop.

import { runPhone } from './run-phone.ts';

process.exitCode = await runPhone(process.argv.slice(2));
