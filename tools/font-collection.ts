// Takes one font out of an OpenType collection (OpenType specification, "TTC header"): FreeType as it is built for us opens the first only.

/** A font file of its own, with the tables that the collection shares among its fonts. */
export function fontOfCollection(collection: Uint8Array, face: number): Uint8Array {
  const view = new DataView(collection.buffer, collection.byteOffset, collection.byteLength);
  const directory = view.getUint32(12 + 4 * face);
  const tables = view.getUint16(directory + 4);
  const headerBytes = 12 + 16 * tables;
  const padded = (length: number): number => (length + 3) & ~3;
  let size = headerBytes;
  for (let i = 0; i < tables; i += 1) size += padded(view.getUint32(directory + 12 + 16 * i + 12));
  const font = new Uint8Array(size);
  const out = new DataView(font.buffer);
  font.set(collection.subarray(directory, directory + headerBytes));
  let at = headerBytes;
  for (let i = 0; i < tables; i += 1) {
    const entry = 12 + 16 * i;
    const [from, length] = [view.getUint32(directory + entry + 8), view.getUint32(directory + entry + 12)];
    font.set(collection.subarray(from, from + length), at);
    out.setUint32(entry + 8, at);
    at += padded(length);
  }
  return font;
}
