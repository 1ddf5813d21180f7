// One pass: from a view model to the display list and the semantic tree.

import type { Rectangle } from '#hal/display/display';
import { Pass, type TouchTarget } from '../pass.ts';
import { veiled } from '../raster/bitmap.ts';
import { cutBottom, cutTop } from '../raster/box.ts';
import type { DisplayItem } from '../raster/display-list.ts';
import type { SemanticTree } from '../semantic-tree.ts';
import type { Theme } from '../themes/theme.ts';
import { message } from '../widgets/message.ts';
import { rows } from '../widgets/rows.ts';
import { softKeyBar, softKeysInPlace } from '../widgets/soft-keys.ts';
import { topBar } from '../widgets/top-bar.ts';
import { volumeOverlay, volumeTopBar } from '../widgets/volume-bar.ts';
import { callScreen } from './call-screen.ts';
import { conferenceScreen } from './conference-screen.ts';
import { dialingScreen } from './dialing-screen.ts';
import { editScreen } from './edit-screen.ts';
import { functionKeysScreen } from './function-keys-screen.ts';
import { idleScreen } from './idle-screen.ts';
import { numberScreen } from './number-screen.ts';
import { progressScreen } from './progress-screen.ts';
import { saverScreen } from './saver-screen.ts';
import type { Body, NoticeBody, View } from './view.ts';
import { volumeScreen } from './volume-screen.ts';

export interface Picture {
  readonly items: readonly DisplayItem[];
  readonly tree: SemanticTree;
  readonly targets: readonly TouchTarget[];
  /** When to render again although nothing happened; undefined: never. */
  readonly redrawAfterMs: number | undefined;
}

function drawBody(pass: Pass, box: Rectangle, view: View): void {
  const { body } = view;
  if (isView(view, 'front')) callScreen(pass, box, view);
  else if (isView(view, 'parties')) conferenceScreen(pass, box, view);
  else if (isView(view, 'matches')) dialingScreen(pass, box, view);
  else if (isView(view, 'rows')) rows(pass, box, view.body, view.focusedForMs);
  else if (isView(view, 'keys')) functionKeysScreen(pass, box, view);
  else if (isView(view, 'cursor')) editScreen(pass, box, view);
  else if (isView(view, 'digits')) numberScreen(pass, box, view);
  else if (isView(view, 'progress')) progressScreen(pass, box, view);
  else if (isView(view, 'level')) volumeScreen(pass, box, view);
  else if (isView(view, 'saver')) saverScreen(pass, box, view);
  else if (isView(view, 'shortDate')) idleScreen(pass, box, view);
  else message(pass, box, body as NoticeBody, view.focusedForMs);
}

/** Each kind of body has a part that no other has. */
function isView<K extends PropertyKey>(view: View, part: K): view is View<Extract<Body, Record<K, unknown>>> {
  return part in view.body;
}

function idOf(body: Body): string | undefined {
  if ('front' in body) return body.front.id;
  return 'id' in body ? body.id : undefined;
}

function titleOf(view: View): string {
  const { body } = view;
  if ('front' in body) return body.front.state;
  return 'title' in body ? body.title : view.topBar.title;
}

function treeOf(pass: Pass, view: View): SemanticTree {
  const { notice } = view;
  const id = idOf(view.body);
  return {
    screen: view.body.screen,
    ...(id === undefined ? {} : { id }),
    title: titleOf(view),
    items: pass.described,
    softkeys: softKeysInPlace(view.softKeys, pass.theme.rightToLeft).map((key) => ({
      label: key?.label ?? '',
      action: key?.action ?? '',
    })),
    focus: pass.focus ?? null,
    notice: notice === undefined ? null : { id: notice.id, severity: notice.severity, title: notice.title, text: notice.text },
  };
}

function soonest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

/** A picture of the house where nothing goes on, or the plain ground. */
function drawGround(pass: Pass, box: Rectangle, view: View, bare: boolean): void {
  const { palette, screen } = pass.theme;
  const background = 'background' in view.body ? view.body.background : undefined;
  if (background !== undefined) {
    pass.picture('background', screen, veiled(background, palette.ground), palette.ground);
    return;
  }
  const sky = 'shortDate' in view.body || (bare && 'progress' in view.body) ? palette.sky : palette.ground;
  pass.gradient('ground', box, sky, palette.ground);
}

export function render(theme: Theme, view: View): Picture {
  const pass = new Pass(theme);
  const { metrics, screen } = theme;
  // Nothing but the body: while the phone starts, and while nobody looks.
  const boot = view.body.screen === 'boot' || isView(view, 'saver');
  const [top, belowTop] = cutTop(screen, boot ? 0 : metrics.topBar);
  const [soft, between] = cutBottom(belowTop, boot ? 0 : metrics.softBar);
  // A mono screen keeps a light line between the text and the dark soft keys.
  const body = theme.mono ? cutTop(between, boot ? 0 : 1)[1] : between;
  drawGround(pass, between, view, boot);
  drawBody(pass, body, view);
  if (!boot) {
    topBar(pass, top, view.topBar);
    softKeyBar(pass, soft, view.softKeys);
  }
  if (view.volume !== undefined && !isView(view, 'level') && !boot) {
    if (theme.mono) volumeTopBar(pass, top, view.volume);
    else volumeOverlay(pass, body, view.volume);
  }
  return {
    items: pass.items,
    tree: treeOf(pass, view),
    targets: pass.targets,
    redrawAfterMs: soonest(view.redrawAfterMs, pass.redrawAfterMs),
  };
}
