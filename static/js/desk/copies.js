// Copies of the assigned entries for a time without network: the judge's pages always, an entry's files when asked.
import { fill } from "../page.js";
import { filesOf, pagesOf } from "./device.js";

const AGAIN_AFTER = 5 * 60_000;

export async function startWorker(base) {
  if (!navigator.serviceWorker || !globalThis.caches) return false;
  try {
    await navigator.serviceWorker.register(`${base}worker.js`, { scope: base });
    return true;
  } catch {
    return false; // Forbidden by the browser: everything works, but only while the page is open.
  }
}

/** Brings the copies of a round up to date; `tell(kept, all)` hears of the progress. */
export async function keepRound(desk, url, tell) {
  const { account, store } = desk;
  const before = (await store.fact(`packet:${url}`)) ?? { stamps: {}, pages: [], at: 0 };
  if (!tell && Date.now() - before.at < AGAIN_AFTER) return;
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.headers.get("X-Account") !== account) return;
  const { pages, items, queue } = await answer.json();
  const cache = await caches.open(pagesOf(account));
  for (const gone of before.pages.filter((page) => !pages.some(({ url: kept }) => kept === page))) await forgetEntry(desk, cache, gone);
  const stamps = {};
  const entries = pages.filter(({ entry }) => entry).length;
  let kept = 0;
  for (const { url: page, stamp, entry } of pages) {
    const copied = (before.stamps[page] === stamp && (await cache.match(page, { ignoreVary: true }))) || (await copy(cache, page, account));
    if (!copied) continue;
    stamps[page] = stamp;
    if (entry) tell?.(++kept, entries);
  }
  await store.note(`packet:${url}`, { stamps, items, queue, pages: pages.map(({ url: page }) => page), at: Date.now() });
}

async function copy(cache, page, account) {
  const response = await fetch(page, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected || response.headers.get("X-Account") !== account) return false;
  await cache.put(page, response);
  return true;
}

/** An entry that is no longer assigned leaves the device. */
async function forgetEntry(desk, cache, page) {
  await cache.delete(page, { ignoreVary: true });
  const files = (await desk.store.fact(`files:${page}`)) ?? [];
  const cached = await caches.open(filesOf(desk.account));
  for (const file of files) await cached.delete(file, { ignoreVary: true });
  await desk.store.note(`files:${page}`, []);
}

const keptAddress = (base, file) => `${base}kept?file=${encodeURIComponent(file)}`;

/** The button that keeps an entry's files, and links that lead to what is kept. */
export async function startFiles(desk) {
  const button = document.querySelector("[data-keep-files]");
  if (!button || !globalThis.caches || !navigator.serviceWorker) return;
  const links = [...document.querySelectorAll("#content .file-list a[href]")];
  const addresses = links.map((link) => link.getAttribute("href"));
  const cache = await caches.open(filesOf(desk.account));
  const state = document.querySelector("[data-files-state]");
  const lead = () => links.forEach((link, at) => link.setAttribute("href", keptAddress(desk.base, addresses[at])));
  const done = () => {
    button.hidden = true;
    state.hidden = false;
    state.textContent = state.dataset.textKept;
    lead();
  };
  const present = await Promise.all(addresses.map((address) => cache.match(address, { ignoreVary: true })));
  if (present.every(Boolean)) return done();
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    state.hidden = false;
    try {
      for (const [at, address] of addresses.entries()) {
        state.textContent = fill(state.dataset.textKeeping, { n: at + 1, all: addresses.length });
        const response = await fetch(address);
        if (!response.ok || response.redirected) throw new Error("file refused");
        await cache.put(address, response);
      }
      await desk.store.note(`files:${location.pathname}`, addresses);
      done();
    } catch {
      state.textContent = state.dataset.textFailed;
      button.disabled = false;
    }
  });
}
