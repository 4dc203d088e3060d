/** Cuts characters of the set `chars` off a text's ends. */
export function trimEnds(
  text: string,
  chars: string,
  ends: { readonly start: boolean; readonly end: boolean },
): string {
  const set = new Set(chars);
  let start = 0;
  let end = text.length;
  while (ends.start && start < end) {
    const size = sizeAt(text, start);
    if (!set.has(text.slice(start, start + size))) break;
    start += size;
  }
  while (ends.end && end > start) {
    const size = end - start > 1 && sizeAt(text, end - 2) === 2 ? 2 : 1;
    if (!set.has(text.slice(end - size, end))) break;
    end -= size;
  }
  return text.slice(start, end);
}

const sizeAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
