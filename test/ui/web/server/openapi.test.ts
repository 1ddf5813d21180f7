// The API's description, judged by a validator that we did not write.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openApiDocument } from '#ui/web/server/openapi';
import { routes } from '#ui/web/server/routes';

const text = JSON.stringify(openApiDocument(routes, '1.2.3'));

it('is OpenAPI 3.1, and a validator finds nothing wrong', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(text));
  assert.ok(valid, JSON.stringify(errors));
  assert.equal(validator.version, '3.1');
});

it('is found wrong when it is', async () => {
  const { valid } = await new Validator().validate(JSON.parse(text.replaceAll('"responses"', '"answers"')));
  assert.ok(!valid);
});

it('has every route once, under a name of its own', () => {
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, { operationId: string }>> };
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  assert.equal(operations.length, routes.length);
  assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, routes.length);
});
