// The form builder: shows only the settings that the chosen kind of answer has, and lets questions be dragged.
// Without it all settings show, and buttons move the questions.
function enhance(root) {
  for (const select of root.querySelectorAll('[data-switches="kinds"]')) switchParts(select);
  for (const list of root.querySelectorAll("[data-reorder]")) makeSortable(list);
}

function switchParts(select) {
  const parts = select.form.querySelectorAll("[data-kinds]");
  const update = () => {
    for (const part of parts) part.hidden = !part.dataset.kinds.split(" ").includes(select.value);
  };
  select.addEventListener("change", update);
  update();
}

let dragged = null;

function makeSortable(list) {
  for (const item of list.querySelectorAll("[data-reorder-item]")) {
    const handle = item.querySelector(".drag-handle");
    handle?.addEventListener("pointerdown", () => (item.draggable = true));
    item.addEventListener("dragstart", (event) => start(event, item));
    item.addEventListener("dragend", () => end(item));
  }
  list.addEventListener("dragover", (event) => over(event, list));
  list.addEventListener("drop", (event) => drop(event, list));
}

function start(event, item) {
  dragged = item;
  item.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", item.id);
}

function end(item) {
  item.draggable = false;
  item.classList.remove("is-dragged");
  clearTargets();
  dragged = null;
}

function clearTargets() {
  for (const marked of document.querySelectorAll(".is-target")) marked.classList.remove("is-target");
}

function itemsOf(list) {
  return [...list.querySelectorAll("[data-reorder-item]")].filter((item) => item !== dragged);
}

function placeAt(list, y) {
  const items = itemsOf(list);
  const index = items.findIndex((item) => {
    const box = item.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  return { index: index < 0 ? items.length : index, before: items[index] };
}

function over(event, list) {
  if (!dragged) return;
  event.preventDefault();
  clearTargets();
  placeAt(list, event.clientY).before?.classList.add("is-target");
}

function drop(event, list) {
  if (!dragged) return;
  event.preventDefault();
  const { index } = placeAt(list, event.clientY);
  send(dragged.dataset.reorderUrl, { section: list.dataset.reorder, index });
}

/** A real form post, so that the server's answer (a refusal too) is the page that follows. */
function send(url, values) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  for (const [name, value] of Object.entries({ ...values, csrf_token: token ?? "" })) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

enhance(document);
