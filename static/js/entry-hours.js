// Drawing over a grid of hours: what the first cell becomes, every cell that is drawn over becomes too.
import { register } from "./registry.js";

function enhance(root) {
  for (const grid of root.querySelectorAll("[data-week-hours]")) {
    if (grid.dataset.enhanced) continue;
    grid.dataset.enhanced = "true";
    let value = null;
    let last = null;
    const cellAt = (event) =>
      document.elementFromPoint(event.clientX, event.clientY)?.closest("td")?.querySelector("input[name=cell]");
    const placeOf = (cell) => [cell.closest("tr").sectionRowIndex, cell.closest("td").cellIndex];
    const rows = grid.querySelector("tbody").rows;
    const between = (one, other) => [Math.min(one, other), Math.max(one, other)];
    const set = (cell) => {
      if (cell.checked === value) return;
      cell.checked = value;
      cell.dispatchEvent(new Event("change", { bubbles: true }));
    };
    // A quick hand skips cells: whatever lies between the last one and this one is drawn over too.
    const paint = (cell) => {
      if (!cell || !grid.contains(cell)) return;
      const [row, column] = placeOf(cell);
      const [lastRow, lastColumn] = last ?? [row, column];
      const [top, bottom] = between(row, lastRow);
      const [left, right] = between(column, lastColumn);
      for (let y = top; y <= bottom; y += 1)
        for (let x = left; x <= right; x += 1) set(rows[y].cells[x].querySelector("input[name=cell]"));
      last = [row, column];
    };
    grid.addEventListener("pointerdown", (event) => {
      const cell = cellAt(event);
      if (!cell || event.button !== 0) return;
      event.preventDefault();
      value = !cell.checked;
      last = null;
      cell.focus({ preventScroll: true });
      paint(cell);
    });
    grid.addEventListener("pointermove", (event) => value !== null && paint(cellAt(event)));
    for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, () => (value = null));
    // The pointer has done it already; the keyboard's click has no position.
    grid.addEventListener("click", (event) => event.detail > 0 && event.target.closest("td") && event.preventDefault());
  }
}

register([{ enhance }]);
