import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countParameters, guidePages } from '#config/guide';
import { parameters } from '#config/schema';

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
});
