// Ranking in a matching round: rows can be dragged into order, and the ranks in their boxes follow.
// Without it the ranks are typed.
let dragged = null;

for (const list of document.querySelectorAll("[data-ranking]")) enhance(list);

function enhance(list) {
  for (const row of rowsOf(list)) {
    const handle = row.querySelector(".drag-handle");
    handle?.addEventListener("pointerdown", () => (row.draggable = true));
    row.addEventListener("dragstart", (event) => start(event, row));
    row.addEventListener("dragend", () => end(row));
    boxOf(row).addEventListener("change", () => reorder(list));
  }
  list.addEventListener("dragover", (event) => over(event, list));
  list.addEventListener("drop", (event) => drop(event, list));
}

function rowsOf(list) {
  return [...list.querySelectorAll("[data-ranking-row]")];
}

function boxOf(row) {
  return row.querySelector("input");
}

function rankOf(row) {
  return Number.parseInt(boxOf(row).value, 10) || Number.POSITIVE_INFINITY;
}

function start(event, row) {
  dragged = row;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", boxOf(row).name);
}

function end(row) {
  row.draggable = false;
  dragged = null;
}

function over(event, list) {
  const target = event.target.closest("[data-ranking-row]");
  if (!dragged || !target || target === dragged || !list.contains(target)) return;
  event.preventDefault();
  const middle = target.getBoundingClientRect().top + target.offsetHeight / 2;
  list.insertBefore(dragged, event.clientY < middle ? target : target.nextSibling);
}

// Everything down to the row that was dropped is ranked, and what had a rank keeps one.
function drop(event, list) {
  if (!dragged) return;
  event.preventDefault();
  const rows = rowsOf(list);
  const last = Math.max(rows.indexOf(dragged), ...rows.map((row, at) => (boxOf(row).value ? at : -1)));
  const most = Number(list.dataset.most);
  rows.forEach((row, at) => (boxOf(row).value = at <= last && at < most ? at + 1 : ""));
  boxOf(dragged).dispatchEvent(new Event("input", { bubbles: true }));
}

// A typed rank moves its row to where it belongs.
function reorder(list) {
  const focused = document.activeElement;
  const rows = rowsOf(list);
  rows.map((row, at) => [rankOf(row), at, row]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).forEach(([, , row]) => list.append(row));
  focused?.focus();
}
