// Writes the administrator's guide to the parameters, in docs/admin-guide/parameters, and their JSON Schema; tells how many act.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { countParameters, guidePages } from '#config/guide';
import { parametersAsJsonSchema } from '#config/json-schema';

const target = new URL('../docs/admin-guide/parameters/', import.meta.url);

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const { name, text } of guidePages()) writeFileSync(new URL(name, target), text);

const schemaTarget = new URL('../build/docs/', import.meta.url);
mkdirSync(schemaTarget, { recursive: true });
writeFileSync(new URL('parameters.schema.json', schemaTarget), `${JSON.stringify(parametersAsJsonSchema(), undefined, 2)}\n`);

const { declared, active, inactive, withIndexes } = countParameters();
process.stdout.write(
  `${declared} parameters (${withIndexes} with their indexes): ${active} act, ${inactive} are kept without effect yet\n`,
);
