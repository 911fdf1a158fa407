// Pictures put into another order by dragging; the buttons beside them do the same without a pointer.
import { csrfToken, each } from "../page.js";
import { sentence, showToast } from "../toasts.js";

async function save(list) {
  const body = new FormData();
  for (const row of list.children) body.append("picture", row.dataset.picture);
  try {
    const answer = await fetch(list.dataset.order, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": csrfToken(list), "HX-Request": "true" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    showToast(list.dataset.told, "success");
  } catch {
    showToast(sentence("offline"), "error");
  }
}

function build(list) {
  let dragged = null;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-picture]");
    if (!dragged) return;
    dragged.dataset.dragged = "";
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-picture]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const rows = [...list.children];
    over[rows.indexOf(dragged) < rows.indexOf(over) ? "after" : "before"](dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    if (!dragged) return;
    delete dragged.dataset.dragged;
    dragged = null;
    save(list);
  });
}

export function enhance(root) {
  each(root, "[data-order]", build);
}
