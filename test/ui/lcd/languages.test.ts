// Every screen in every language on every display class: no glyph is missing, and words that are fixed stand whole in their places.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyScreen } from '#test/support/every-screen';
import { everySidecar, sidecarPicture, sidecarTheme, sidecarUnits } from '#test/support/every-sidecar';
import { displayClasses, pictureOf, themeFor } from '#test/support/screen-fixture';
import type { TextItem } from '#ui/lcd/raster/display-list';
import type { Picture } from '#ui/lcd/screens/render';
import { languageTags } from '#ui/text/languages';

/** Words that are ours and do not scroll: they must have room. */
const fixed = /^(soft\/\d\/label|top\/(title|time)|tab\/\w+|message\/\d|edit\/label|(conference|front)\/state)$/;

/** Shows what others have said, or the name of a file. */
const foreign = new Set(['idleNotice notice', 'recovery']);

function textsOf({ items }: Picture): readonly TextItem[] {
  return items.filter((item) => item.kind === 'text');
}

for (const language of languageTags) {
  describe(`screens in ${language}`, () => {
    for (const displayClass of displayClasses) {
      it(`are whole on ${displayClass}`, () => {
        const { fonts, screen } = themeFor(displayClass, language);
        const cut = new Set<string>();
        for (const { name, ...situation } of everyScreen()) {
          const picture = pictureOf(displayClass, situation.snapshot, { ...situation, language });
          for (const { key, text, box, role } of textsOf(picture)) {
            assert.ok(box.x >= screen.x && box.x + box.width <= screen.width, `${name} ${key} leaves the screen`);
            // Looks up every glyph.
            fonts.of(role).widthOf(text);
            if (fixed.test(key) && !foreign.has(name) && text.endsWith(fonts.of(role).ellipsis))
              cut.add(`${name} ${key}: ${text}`);
          }
        }
        assert.deepEqual([...cut], []);
        assert.deepEqual([...fonts.missing.characters], []);
      });
    }

    for (const [name, unit] of Object.entries(sidecarUnits)) {
      it(`are whole on ${name}`, () => {
        const theme = sidecarTheme(unit, language);
        const { fonts, screen } = theme;
        for (const situation of everySidecar()) {
          for (const { key, text, box, role } of textsOf(sidecarPicture(theme, situation, language))) {
            assert.ok(box.x >= screen.x && box.x + box.width <= screen.width, `${situation.name} ${key} leaves the screen`);
            assert.ok(box.y >= screen.y && box.y + box.height <= screen.height, `${situation.name} ${key} leaves the screen`);
            fonts.of(role).widthOf(text);
          }
        }
        assert.deepEqual([...fonts.missing.characters], []);
      });
    }
  });
}
