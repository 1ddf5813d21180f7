// Spoils DER as somebody would who knows it: elements are lost, doubled, swapped, wrapped, retagged and filled otherwise while all lengths
// stay right, so that what comes out is read deep into before it is refused, if it is.

import { tagged } from '#firmware/certificates/der';
import { elementsOf, firstElement } from '#firmware/certificates/der-reader';
import { mutate } from './mutate.ts';
import type { SeededRandom } from './seeded-random.ts';

interface Node {
  tag: number;
  /** Of one that is not constructed. */
  content: Uint8Array;
  parts: Node[];
  /** Written without a length (X.690 §8.1.3.6). */
  endless: boolean;
}

const constructed = 0x20;
const tags = [0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x24, 0x30, 0x31, 0x80, 0xa0, 0xa1, 0xa3, 0x1f, 0x00];

export function mutateDer(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const root = read(bytes);
  if (root === undefined || random.below(8) === 0) return mutate(bytes, random);
  for (let left = 1 + random.below(3); left > 0; left--) spoil(root, random);
  const spoilt = written(root);
  return random.below(8) === 0 ? mutate(spoilt, random) : spoilt;
}

function read(bytes: Uint8Array): Node | undefined {
  const element = firstElement(bytes);
  if (element === undefined) return undefined;
  const { tag, content } = element;
  const inner = (tag & constructed) === 0 ? undefined : elementsOf(content, 4096);
  return { tag, content, parts: (inner ?? []).flatMap(({ whole }) => read(whole) ?? []), endless: false };
}

function written({ tag, content, parts, endless }: Node): Buffer {
  if ((tag & constructed) === 0 || parts.length === 0) return tagged(tag, content);
  const inner = parts.map(written);
  return endless ? Buffer.concat([Buffer.from([tag, 0x80]), ...inner, Buffer.alloc(2)]) : tagged(tag, ...inner);
}

function nodesOf(node: Node): Node[] {
  return [node, ...node.parts.flatMap(nodesOf)];
}

function spoil(root: Node, random: SeededRandom): void {
  const nodes = nodesOf(root);
  const node = random.pick(nodes);
  const at = random.below(node.parts.length + 1);
  const other = random.pick(nodes);
  switch (random.below(9)) {
    case 0:
      node.parts.splice(at, 1);
      break;
    case 1:
      node.parts.splice(at, 0, ...node.parts.slice(at, at + 1));
      break;
    case 2:
      node.parts.reverse();
      break;
    case 3:
      node.tag = random.pick(tags);
      break;
    case 4:
      node.endless = true;
      break;
    case 5:
      node.content =
        node.content.length === 0 ? Buffer.alloc(1 + random.below(40), random.below(256)) : mutate(node.content, random);
      break;
    case 6:
      node.content = new Uint8Array();
      break;
    case 7:
      // A copy: what holds itself would have no end.
      node.parts.splice(at, 0, structuredClone(other));
      break;
    default:
      node.parts = [{ ...node, parts: node.parts }];
      node.tag = random.pick([0x30, 0x31, 0xa0, 0x24]);
  }
}
