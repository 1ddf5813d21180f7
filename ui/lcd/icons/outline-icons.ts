// The icons of colour screens, drawn for this phone in a box of 24 by 24.

import type { Outline } from '../raster/path.ts';
import type { IconName } from './icon-names.ts';

/** A receiver that stands upright from upper left to lower right. */
const receiver: readonly Outline[] = [
  { path: 'M6.6 6.6 C7.2 11.8 12.2 16.8 17.4 17.4', stroke: 3.6 },
  { path: 'M5.7 5.4 L8.1 7.8', stroke: 5.2 },
  { path: 'M16.2 15.9 L18.6 18.3', stroke: 5.2 },
];

/** The same, lower and to the left, with room for a sign above it. */
const smallReceiver: readonly Outline[] = [
  { path: 'M5.4 10.4 C5.8 14.4 9.6 18.2 13.6 18.6', stroke: 3 },
  { path: 'M4.8 9.4 L6.6 11.2', stroke: 4.2 },
  { path: 'M12.8 17.4 L14.6 19.2', stroke: 4.2 },
];

const circleOutline = 'M12 3 C17 3 21 7 21 12 C21 17 17 21 12 21 C7 21 3 17 3 12 C3 7 7 3 12 3 Z';
const disc: Outline = { path: circleOutline };
const ring: Outline = { path: circleOutline, stroke: 2 };
const cone: Outline = { path: 'M3 9 L7.5 9 L13 4.5 L13 19.5 L7.5 15 L3 15 Z' };

export const iconOutlines: Readonly<Record<IconName, readonly Outline[]>> = {
  about: [ring, { path: 'M12 11 L12 16.5', stroke: 2.2 }, { path: 'M12 7.4 L12 7.5', stroke: 2.6 }],
  answered: [...receiver],
  calling: [...smallReceiver, { path: 'M13 11 L19.5 4.5 M14 4.5 L19.5 4.5 L19.5 10', stroke: 2.2 }],
  check: [{ path: 'M5 12.5 L10 17.5 L19.5 7', stroke: 2.6 }],
  clock: [ring, { path: 'M12 7 L12 12 L15.5 14', stroke: 2 }],
  conference: [
    { path: 'M12 3.6 C14 3.6 15.4 5 15.4 7 C15.4 9 14 10.4 12 10.4 C10 10.4 8.6 9 8.6 7 C8.6 5 10 3.6 12 3.6 Z' },
    { path: 'M6 19.5 C6 10.5 18 10.5 18 19.5 Z' },
    { path: 'M4.6 8.6 L4.7 8.6 M19.3 8.6 L19.4 8.6', stroke: 4 },
    { path: 'M2.6 16.5 C2.6 14.4 3.4 13.2 4.6 12.8 M21.4 16.5 C21.4 14.4 20.6 13.2 19.4 12.8', stroke: 2.4 },
  ],
  contact: [
    { path: 'M12 3.4 C14.6 3.4 16.2 5.2 16.2 7.6 C16.2 10 14.6 11.8 12 11.8 C9.4 11.8 7.8 10 7.8 7.6 C7.8 5.2 9.4 3.4 12 3.4 Z' },
    { path: 'M4 20.6 C4 11.6 20 11.6 20 20.6 Z' },
  ],
  delete: [
    { path: 'M8.5 5 L21 5 L21 19 L8.5 19 L2.5 12 Z', stroke: 2 },
    { path: 'M11.5 9 L17 15 M17 9 L11.5 15', stroke: 2 },
  ],
  dialed: [{ path: 'M6 18 L17 7 M9 6.5 L17.5 6.5 L17.5 15', stroke: 2.6 }],
  dnd: [disc, { path: 'M7.5 12 L16.5 12', stroke: 3, hole: true }],
  down: [{ path: 'M5.5 9 L12 15.5 L18.5 9', stroke: 2.6 }],
  end: [
    { path: 'M5 13.5 C9 10 15 10 19 13.5', stroke: 3.6 },
    { path: 'M4.6 13.6 L5.6 15', stroke: 5 },
    { path: 'M19.4 13.6 L18.4 15', stroke: 5 },
  ],
  error: [disc, { path: 'M9 9 L15 15 M15 9 L9 15', stroke: 2.4, hole: true }],
  features: [...smallReceiver, { path: 'M17.5 3 L17.5 11 M13.5 7 L21.5 7', stroke: 2.4 }],
  forward: [{ path: 'M4.5 19.5 L4.5 14.5 Q4.5 9.5 9.5 9.5 L19 9.5 M13.5 4 L19 9.5 L13.5 15', stroke: 2.6 }],
  handset: [...receiver],
  hd: [
    { path: 'M4 5 L20 5 Q22.5 5 22.5 7.5 L22.5 16.5 Q22.5 19 20 19 L4 19 Q1.5 19 1.5 16.5 L1.5 7.5 Q1.5 5 4 5 Z' },
    { path: 'M6 8.5 L6 15.5 M10.5 8.5 L10.5 15.5 M6 12 L10.5 12', stroke: 1.9, hole: true },
    { path: 'M14 8.5 L14 15.5 M14 8.5 L15.5 8.5 Q18.4 8.8 18.4 12 Q18.4 15.2 15.5 15.5 L14 15.5', stroke: 1.9, hole: true },
  ],
  headset: [
    { path: 'M4.5 14 L4.5 12 C4.5 2.5 19.5 2.5 19.5 12 L19.5 14', stroke: 2.2 },
    { path: 'M5.2 14.2 L5.2 17.4', stroke: 4.4 },
    { path: 'M18.8 14.2 L18.8 17.4', stroke: 4.4 },
    { path: 'M19 18.5 Q19 21.2 13.5 21.2', stroke: 1.8 },
  ],
  held: [
    { path: 'M8.3 5.5 L8.3 18.5', stroke: 4 },
    { path: 'M15.7 5.5 L15.7 18.5', stroke: 4 },
  ],
  hidden: [
    { path: 'M2.5 12 C6.5 5.2 17.5 5.2 21.5 12 C17.5 18.8 6.5 18.8 2.5 12 Z', stroke: 2.1 },
    { path: 'M12 11.9 L12 12.1', stroke: 6 },
    { path: 'M3.6 4.6 L19.4 20.4', stroke: 3.4, hole: true },
    { path: 'M4.6 3.6 L20.4 19.4', stroke: 2.2 },
  ],
  information: [disc, { path: 'M12 11 L12 16.5', stroke: 2.4, hole: true }, { path: 'M12 7.4 L12 7.5', stroke: 2.8, hole: true }],
  keypad: [
    {
      path: [5, 12, 19].flatMap((y) => [5, 12, 19].map((x) => `M${x} ${y} L${x + 0.1} ${y}`)).join(' '),
      stroke: 4.4,
    },
  ],
  language: [
    ring,
    { path: 'M3.5 12 L20.5 12 M12 3.5 C6.5 8.5 6.5 15.5 12 20.5 M12 3.5 C17.5 8.5 17.5 15.5 12 20.5', stroke: 1.8 },
  ],
  left: [{ path: 'M15 5.5 L8.5 12 L15 18.5', stroke: 2.6 }],
  list: [
    { path: 'M9 6.5 L20 6.5 M9 12 L20 12 M9 17.5 L20 17.5', stroke: 2.2 },
    { path: 'M4.6 6.5 L4.7 6.5 M4.6 12 L4.7 12 M4.6 17.5 L4.7 17.5', stroke: 2.8 },
  ],
  lock: [
    {
      path: 'M6.5 10.5 L17.5 10.5 Q19.5 10.5 19.5 12.5 L19.5 19 Q19.5 21 17.5 21 L6.5 21 Q4.5 21 4.5 19 L4.5 12.5 Q4.5 10.5 6.5 10.5 Z',
    },
    { path: 'M8 11 L8 8 C8 2.6 16 2.6 16 8 L16 11', stroke: 2.2 },
    { path: 'M12 14.6 L12 16.8', stroke: 2.2, hole: true },
  ],
  menu: [{ path: 'M4 6.5 L20 6.5 M4 12 L20 12 M4 17.5 L20 17.5', stroke: 2.4 }],
  message: [
    {
      path: 'M4.5 5.5 L19.5 5.5 Q21.5 5.5 21.5 7.5 L21.5 16.5 Q21.5 18.5 19.5 18.5 L4.5 18.5 Q2.5 18.5 2.5 16.5 L2.5 7.5 Q2.5 5.5 4.5 5.5 Z',
    },
    { path: 'M5 8.5 L12 13.5 L19 8.5', stroke: 1.8, hole: true },
  ],
  missed: [
    { path: 'M3.5 9 L10.5 16 L20.5 6', stroke: 2.6 },
    { path: 'M3.5 15 L3.5 9 L9.5 9', stroke: 2.6 },
  ],
  mute: [
    { path: 'M12 5.2 L12 11.5', stroke: 5.6 },
    { path: 'M5.8 11.5 C5.8 19.4 18.2 19.4 18.2 11.5 M12 17.4 L12 21', stroke: 2 },
    { path: 'M3.6 4.6 L20 21', stroke: 3.6, hole: true },
    { path: 'M4.6 3.4 L20.6 19.4', stroke: 2.2 },
  ],
  network: [
    { path: 'M9 3 L15 3 L15 9 L9 9 Z M2.5 15 L8.5 15 L8.5 21 L2.5 21 Z M15.5 15 L21.5 15 L21.5 21 L15.5 21 Z' },
    { path: 'M12 9 L12 12 M5.5 15 L5.5 12 L18.5 12 L18.5 15', stroke: 1.8 },
  ],
  offline: [
    { path: 'M3 9.5 C8 4.6 16 4.6 21 9.5 M6.6 13.4 C9.8 10.4 14.2 10.4 17.4 13.4', stroke: 2.2 },
    { path: 'M12 17.8 L12 17.9', stroke: 3.4 },
    { path: 'M5.8 3 L20.6 20', stroke: 3.2, hole: true },
    { path: 'M4.2 3.6 L19.2 20.8', stroke: 2.2 },
  ],
  phone: [
    { path: 'M3 9 C3 3 21 3 21 9', stroke: 3.4 },
    { path: 'M7.6 11 L16.4 11 L20 20.5 L4 20.5 Z' },
    { path: 'M4.2 20 L19.8 20', stroke: 1.6 },
    { path: 'M12 15.6 L12 15.7', stroke: 4.4, hole: true },
  ],
  received: [{ path: 'M18 6 L7 17 M6.5 9 L6.5 17.5 L15 17.5', stroke: 2.6 }],
  record: [ring, { path: 'M12 7 C14.8 7 17 9.2 17 12 C17 14.8 14.8 17 12 17 C9.2 17 7 14.8 7 12 C7 9.2 9.2 7 12 7 Z' }],
  rejected: [ring, { path: 'M6 6 L18 18', stroke: 2.2 }],
  restart: [{ path: 'M18.5 8 C14.5 2.5 4.5 4.5 4.5 12 C4.5 19.5 15.5 22 19 15.5 M19.5 3.5 L19.5 9 L14 9', stroke: 2.3 }],
  right: [{ path: 'M9 5.5 L15.5 12 L9 18.5', stroke: 2.6 }],
  ringing: [
    { path: 'M5 16.5 Q7 14.5 7 10.5 C7 3.5 17 3.5 17 10.5 Q17 14.5 19 16.5 Z' },
    { path: 'M5.2 16.6 L18.8 16.6', stroke: 2 },
    { path: 'M12 4 L12 4.6', stroke: 2.6 },
    { path: 'M11.2 20.2 L12.8 20.2', stroke: 2.8 },
  ],
  settings: [
    { path: 'M4 7 L20 7 M4 12 L20 12 M4 17 L20 17', stroke: 2 },
    { path: 'M15 7 L15.1 7 M8.5 12 L8.6 12 M13 17 L13.1 17', stroke: 5 },
  ],
  speaker: [cone, { path: 'M16 8.8 Q18.6 12 16 15.2 M18.6 6 Q23.2 12 18.6 18', stroke: 2 }],
  star: [{ path: 'M12 2.6 L14.9 9 L21.8 9.7 L16.6 14.3 L18.1 21.1 L12 17.6 L5.9 21.1 L7.4 14.3 L2.2 9.7 L9.1 9 Z' }],
  talking: [
    { path: 'M4.5 10 L4.5 14', stroke: 2.6 },
    { path: 'M9.5 6 L9.5 18', stroke: 2.6 },
    { path: 'M14.5 8.5 L14.5 15.5', stroke: 2.6 },
    { path: 'M19.5 10.5 L19.5 13.5', stroke: 2.6 },
  ],
  theme: [ring, { path: 'M12 4 L12 20 C17 20 20 16.4 20 12 C20 7.6 17 4 12 4 Z' }],
  up: [{ path: 'M5.5 15.5 L12 9 L18.5 15.5', stroke: 2.6 }],
  update: [{ path: 'M12 3.5 L12 14 M7 9.5 L12 14.5 L17 9.5 M4 16 L4 20 L20 20 L20 16', stroke: 2.4 }],
  volume: [cone, { path: 'M16 8.8 Q18.6 12 16 15.2', stroke: 2 }],
  waiting: [
    { path: 'M6 4 L18 4 M6 20 L18 20', stroke: 2.2 },
    { path: 'M7.5 4 C7.5 9 11 10.5 11 12 C11 13.5 7.5 15 7.5 20 L16.5 20 C16.5 15 13 13.5 13 12 C13 10.5 16.5 9 16.5 4 Z' },
  ],
  warning: [
    { path: 'M12 4 L21 19.5 L3 19.5 Z' },
    { path: 'M12 4 L21 19.5 L3 19.5 Z', stroke: 2.4 },
    { path: 'M12 9 L12 14', stroke: 2.2, hole: true },
    { path: 'M12 17.4 L12 17.5', stroke: 2.6, hole: true },
  ],
};
