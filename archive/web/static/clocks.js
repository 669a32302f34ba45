// Moments on the clocks of two recordings, and how a moment is written.

// The moment `ms` by pieces [[start, end, start there, end there], …]: null where the other clock lacks it.
export function mapped(pieces, ms) {
  const piece = pieces[last(pieces, (each) => each[0] <= ms)];
  if (!piece || ms >= piece[1]) return null;
  return piece[2] + ((ms - piece[0]) * (piece[3] - piece[2])) / (piece[1] - piece[0]);
}

// The number of the last of them for which it holds; -1 if for none. They are in order.
export function last(list, holds) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle])) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function written(ms) {
  const all = Math.floor(ms / 1000), two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(all / 3600), minutes = Math.floor(all / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
}
