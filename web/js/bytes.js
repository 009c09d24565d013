// SPDX-License-Identifier: Apache-2.0
// Text counted in UTF-8 bytes: deltas say in bytes where they begin.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function byteLength(text) {
  return encoder.encode(text).length;
}

/**
 * Adds a delta to a text.
 * @param {{text: string, bytes: number}} has the text so far and its length in bytes
 * @returns the new text and length; null for a gap, the same object if the delta brings nothing new
 */
export function appendDelta(has, offset, delta) {
  if (offset > has.bytes) return null;
  const bytes = encoder.encode(delta);
  const known = has.bytes - offset;
  if (known >= bytes.length) return has;
  const fresh = known === 0 ? delta : decoder.decode(bytes.subarray(known));
  return { text: has.text + fresh, bytes: offset + bytes.length };
}
