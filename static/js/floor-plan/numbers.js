// Numbers by rows (A01, A02 …), as ecosystem/exhibitions/domain/numbering.py gives them.
const ROW_GAP = 150;

export function letters(index) {
  let text = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}

function rowsOf(items) {
  const rows = [];
  let top = 0;
  for (const item of [...items].sort((a, b) => a.y - b.y || a.x - b.x)) {
    if (!rows.length || item.y - top >= ROW_GAP) {
      rows.push([]);
      top = item.y;
    }
    rows.at(-1).push(item);
  }
  return rows.map((row) => row.sort((a, b) => a.x - b.x || a.y - b.y));
}

const two = (count) => String(count).padStart(2, "0");

/** Maps ids to numbers; numbers in `taken` are skipped. */
export function numbersByRows(items, taken) {
  const used = new Set([...taken].map((each) => each.toLowerCase()));
  const numbers = new Map();
  rowsOf(items).forEach((row, index) => {
    let count = 0;
    for (const item of row) {
      do count += 1;
      while (used.has(`${letters(index)}${two(count)}`.toLowerCase()));
      numbers.set(item.id, `${letters(index)}${two(count)}`);
    }
  });
  return numbers;
}

/** The number after the highest of the same letters: A07 after A06. */
export function nextNumber(taken, letter = "A") {
  const used = new Set([...taken].map((each) => each.toLowerCase()));
  for (let count = 1; ; count += 1) if (!used.has(`${letter}${two(count)}`.toLowerCase())) return `${letter}${two(count)}`;
}
