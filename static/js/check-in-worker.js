// Service worker of the check-in and of tickets: opens the pages this device has opened before without network.
// Built apart from the pages (static/build.mjs); SHELL_FILES are the built files they need.
const PREFIX = "gate-shell-";
const SHELL = PREFIX + SHELL_NAME;
const PAGES = "gate-pages";
const PATIENCE = 4000;
const base = new URL(registration.scope);
const staticFiles = new URL(new URLSearchParams(location.search).get("static") ?? "/static/", base);

async function install() {
  const cache = await caches.open(SHELL);
  await cache.addAll(SHELL_FILES.map((file) => new URL(file, staticFiles).href));
  await skipWaiting();
}

async function activate() {
  const shells = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== SHELL);
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

async function asset(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** The newest page from the server, else the copy of the last visit. */
async function page(event) {
  const address = event.request.url.split("#")[0];
  const kept = await caches.match(address, { cacheName: PAGES, ignoreVary: true });
  try {
    const answer = await fetch(event.request, { signal: kept ? AbortSignal.timeout(PATIENCE) : undefined });
    if (answer.status >= 500 && kept) return kept;
    const copy = answer.ok && !answer.redirected ? answer.clone() : null;
    if (copy) event.waitUntil(caches.open(PAGES).then((cache) => cache.put(address, copy)));
    // A link that was revoked is not to be opened from the copy either.
    if (answer.status === 404 && kept) event.waitUntil(caches.open(PAGES).then((cache) => cache.delete(address)));
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== base.origin) return;
  if (url.href.startsWith(staticFiles.href)) event.respondWith(asset(event.request));
  else if (event.request.mode === "navigate") event.respondWith(page(event));
});
