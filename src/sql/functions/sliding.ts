/** What a window frame holds, in the order it came; what stands before `first` was taken back. */
export interface Sliding<T> {
  readonly items: T[];
  first: number;
}

/** Takes the oldest back. They are let go in one go once they are the greater part, and many. */
export function takeBack(frame: Sliding<unknown>, count = 1): void {
  frame.first += count;
  if (frame.first <= 1024 || frame.first * 2 <= frame.items.length) return;
  frame.items.splice(0, frame.first);
  frame.first = 0;
}
