// Tables say when they are wider than the screen; ticked rows bring up what can be done with them.
import { each, fill, formatNumber, on } from "./page.js";

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) target.closest("[data-table]")?.toggleAttribute("data-scrolls", target.scrollWidth > target.clientWidth + 1);
});

const boxes = (name) => [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];

function update(name) {
  const all = boxes(name);
  const ticked = all.filter((box) => box.checked).length;
  for (const bar of document.querySelectorAll(`[data-bulk="${CSS.escape(name)}"]`)) {
    bar.hidden = ticked === 0;
    const count = bar.querySelector("[data-bulk-count]");
    count.textContent = fill(count.dataset.text, { n: formatNumber(ticked) });
  }
  for (const head of document.querySelectorAll(`[data-select-all="${CSS.escape(name)}"]`)) {
    head.checked = ticked > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
}

export function start() {
  on("change", "[data-select-all]", (head) => {
    for (const box of boxes(head.dataset.selectAll)) box.checked = head.checked;
    update(head.dataset.selectAll);
  });
  on("change", "tbody input[type=checkbox]", (box) => box.name && update(box.name));
}

export function enhance(root) {
  each(root, "[data-table] .table-scroll", (box) => observer.observe(box));
  each(root, "[data-bulk]", (bar) => update(bar.dataset.bulk));
}
