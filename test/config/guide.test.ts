import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { countParameters, guidePages } from '#config/guide';
import { parameters } from '#config/schema';

const committed = new URL('../../docs/admin-guide/parameters/', import.meta.url);

describe("the administrator's guide", () => {
  const pages = guidePages();

  it('has each parameter once', () => {
    const headings = pages.flatMap(({ text }) => [...text.matchAll(/^## `([^`]+)`$/gm)].map(([, name]) => name));
    assert.deepEqual(headings.toSorted(), [...new Set(parameters().map(({ pattern }) => pattern))].toSorted());
    assert.equal(headings.length, countParameters().declared);
  });

  it('has no cell that breaks its table', () => {
    for (const { name, text } of pages) {
      for (const line of text.split('\n').filter((each) => each.startsWith('| '))) {
        assert.equal(line.replaceAll('\\|', '').split('|').length, 4, `${name}: ${line}`);
      }
    }
  });

  it('is as `make docs` writes it', () => {
    assert.deepEqual(readdirSync(committed).toSorted(), pages.map(({ name }) => name).toSorted());
    for (const { name, text } of pages) {
      assert.equal(readFileSync(new URL(name, committed), 'utf8'), text, `${name} is old: make docs`);
    }
  });
});
