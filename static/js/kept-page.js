// Lets a page open without network later: its service worker, and a copy of the page as it is now.
const PAGES = "gate-pages"; // as in check-in-worker.js

export async function keepPage(worker, scope) {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(worker, { scope });
    await navigator.serviceWorker.ready;
    const address = location.href.split("#")[0];
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await (await caches.open(PAGES)).put(address, answer);
    document.documentElement.dataset.kept = "";
  } catch {
    // A private window, or no room: the page works with network only.
  }
}
