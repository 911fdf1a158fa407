// What somebody who is not signed in keeps of an exhibition lies on this device: ids and notes, nothing else.
// Signed in, the device hands them over once.
import { csrfToken, each, on } from "../page.js";
import { showToast } from "../toasts.js";

const place = (exhibition) => `showcase:${exhibition}`;

function kept(exhibition) {
  try {
    return JSON.parse(localStorage.getItem(place(exhibition))) ?? {};
  } catch {
    return {}; // a device that keeps nothing, or something else lies there
  }
}

function store(exhibition, found) {
  try {
    if (Object.keys(found).length) localStorage.setItem(place(exhibition), JSON.stringify(found));
    else localStorage.removeItem(place(exhibition));
    return true;
  } catch {
    return false;
  }
}

function show(button) {
  const isKept = button.dataset.keep in kept(button.dataset.exhibition);
  const words = isKept ? button.dataset.kept : button.dataset.notKept;
  button.setAttribute("aria-pressed", String(isKept));
  button.title = words;
  const label = button.querySelector("[data-keep-words]");
  if (label) label.textContent = words;
}

function toggle(button, event) {
  event.preventDefault();
  const { keep, exhibition } = button.dataset;
  const found = kept(exhibition);
  const adds = !(keep in found);
  if (adds) found[keep] = "";
  else delete found[keep];
  if (!store(exhibition, found)) return;
  for (const same of document.querySelectorAll(`[data-keep="${CSS.escape(keep)}"]`)) show(same);
  showToast(adds ? button.dataset.toldKept : button.dataset.toldDropped, "success");
  showCount(exhibition);
}

function showCount(exhibition) {
  const number = Object.keys(kept(exhibition)).length;
  for (const badge of document.querySelectorAll("[data-route-count]")) {
    badge.textContent = String(number);
    badge.hidden = number === 0;
  }
}

const whileEmpty = new WeakMap(); // what the server shows where nothing is kept

/** A guest's route: the server orders what the device names; notes never leave the device. */
async function fillRoute(host) {
  const { route, exhibition } = host.dataset;
  if (!whileEmpty.has(host)) whileEmpty.set(host, [...host.childNodes]);
  const found = kept(exhibition);
  const ids = Object.keys(found);
  if (!ids.length) {
    host.replaceChildren(...whileEmpty.get(host));
    return;
  }
  const answer = await fetch(`${route}?ids=${ids.map(encodeURIComponent).join(",")}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  host.replaceChildren(...page.body.childNodes);
  for (const field of host.querySelectorAll("[data-note]")) field.value = found[field.dataset.note] ?? "";
}

function note(field) {
  const { note: target, exhibition } = field.dataset;
  const found = kept(exhibition);
  if (!(target in found)) return;
  found[target] = field.value.slice(0, 500);
  store(exhibition, found);
}

async function dropFromRoute(button) {
  const { drop, exhibition, told } = button.dataset;
  const host = button.closest("[data-guest-route]");
  const place = [...host.querySelectorAll("[data-drop]")].indexOf(button);
  const found = kept(exhibition);
  delete found[drop];
  if (!store(exhibition, found)) return;
  showCount(exhibition);
  showToast(told, "success");
  await fillRoute(host).catch(() => button.closest(".route-stop")?.remove()); // without network the list is ours
  const left = [...host.querySelectorAll("[data-drop]")];
  (left[place] ?? left.at(-1) ?? host.querySelector("a"))?.focus();
}

async function handOver(host) {
  const { takeOver, exhibition } = host.dataset;
  const found = kept(exhibition);
  const ids = Object.keys(found);
  if (!ids.length) return;
  const body = new FormData();
  for (const id of ids) {
    body.append("target", id);
    body.append("note", found[id]);
  }
  const answer = await fetch(takeOver, { method: "POST", body, headers: { "X-CSRFToken": csrfToken(null) } });
  if (!answer.ok) return;
  store(exhibition, {});
  if ((await answer.json()).taken_over) location.reload();
}

export function start() {
  on("click", "[data-keep]", toggle);
  on("input", "[data-note]", note);
  on("click", "[data-drop]", dropFromRoute);
}

export function enhance(root) {
  each(root, "[data-keep]", show);
  each(root, "[data-guest-route]", (host) => fillRoute(host).catch(() => undefined));
  each(root, "[data-take-over]", (host) => handOver(host).catch(() => undefined));
  each(root, "[data-route-count]", (badge) => showCount(badge.dataset.exhibition));
}
