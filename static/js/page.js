// Small things every module needs.

/** Calls `act` once for each element under `root` (or root itself) that matches and was not enhanced before. */
export function each(root, selector, act, mark = selector) {
  const found = [...root.querySelectorAll(selector)];
  if (root instanceof Element && root.matches(selector)) found.unshift(root);
  for (const element of found) {
    element.enhancedFor ??= new Set();
    if (element.enhancedFor.has(mark)) continue;
    element.enhancedFor.add(mark);
    act(element);
  }
}

/** Listens on the document for events inside elements that match, now and later. */
export function on(type, selector, act, options) {
  document.addEventListener(
    type,
    (event) => {
      const element = event.target instanceof Element ? event.target.closest(selector) : null;
      if (element) act(element, event);
    },
    options,
  );
}

export function csrfToken(form) {
  const field = form?.querySelector('input[name="csrf_token"]') ?? document.querySelector('input[name="csrf_token"]');
  return document.querySelector('meta[name="csrf-token"]')?.content ?? field?.value ?? "";
}

/** Puts values into a translated sentence: fill("{n} of {limit}", {n: 3, limit: 10}). */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function formatNumber(value) {
  return new Intl.NumberFormat(document.documentElement.lang).format(value);
}

/** Folds case, diacritics and đ, as the server's search does: "Đắk" and "dak" are alike. */
export function fold(text) {
  return text.replace(/[Đđ]/g, "d").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const shownAt = Date.now();
const serverAt = Date.parse(document.querySelector('meta[name="server-time"]')?.content ?? "") || shownAt;

/** The server's time, which a wrong clock of the device does not change. */
export function serverNow() {
  return serverAt + (performance.now() - bootedAt);
}
const bootedAt = performance.now();
