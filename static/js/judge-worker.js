// Service worker of the judge's desk: opens its pages without network and sends waiting scores when the network is back.
// It is built apart from the pages (static/build.mjs); SHELL_FILES are the built files the desk needs, SHELL_NAME tells them apart.
import { arrive, current, filesOf, pagesOf } from "./desk/device.js";
import { sync } from "./desk/sender.js";

const PREFIX = "judge-shell-";
const SHELL = PREFIX + SHELL_NAME;
const PATIENCE = 6000;
const AWAY = new Set([502, 503, 504]);
const base = new URL(registration.scope);
const staticFiles = new URL("../static/", base);
const offlinePage = new URL("offline", base).href;

async function install() {
  const cache = await caches.open(SHELL);
  await cache.addAll(SHELL_FILES.map((file) => new URL(file, staticFiles).href));
  // Without cookies: the page is the same for whoever sits here next.
  await cache.put(offlinePage, await fetch(offlinePage, { credentials: "omit" }));
  await skipWaiting();
}

/** The last shell but one stays: kept pages name its files until they are copied anew. */
async function activate() {
  const shells = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(shells.filter((name) => name !== SHELL).slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

async function asset(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function keptPage(url) {
  const account = await current();
  return account && caches.match(url.origin + url.pathname, { cacheName: pagesOf(account), ignoreVary: true });
}

async function keptFile(address) {
  const account = await current();
  return account && caches.match(address, { cacheName: filesOf(account), ignoreVary: true });
}

const isDesk = ({ pathname }) => /\/judge\/(sheets\/[^/]+|rounds\/[^/]+)?$/.test(pathname);

/** A page of the desk that came from the server is the newest copy there is. */
async function remember(url, response) {
  const account = response.headers.get("X-Account");
  if (!response.ok || response.redirected || url.search || !account || !isDesk(url)) return;
  await arrive(account);
  const cache = await caches.open(pagesOf(account));
  await cache.put(url.origin + url.pathname, response);
}

async function page(event) {
  const url = new URL(event.request.url);
  const kept = event.request.method === "GET" && isDesk(url) ? await keptPage(url) : undefined;
  try {
    const signal = kept ? AbortSignal.timeout(PATIENCE) : undefined;
    const response = await fetch(event.request, { signal });
    if (AWAY.has(response.status) && kept) return kept;
    event.waitUntil(remember(url, response.clone()));
    return response;
  } catch {
    return kept ?? (await caches.match(offlinePage, { ignoreVary: true })) ?? Response.error();
  }
}

async function file(event, address) {
  const kept = await keptFile(address);
  return kept ?? Response.redirect(address, 302);
}

async function picture(request) {
  try {
    return await fetch(request);
  } catch {
    return (await keptFile(request.url)) ?? Response.error();
  }
}

function answer(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== base.origin) return;
  if (request.method === "GET" && url.href.startsWith(staticFiles.href)) event.respondWith(asset(request));
  else if (url.pathname === `${base.pathname}kept`) {
    const address = new URL(url.searchParams.get("file") ?? "", base);
    if (address.origin === base.origin) event.respondWith(file(event, address.href));
  } else if (request.mode === "navigate") event.respondWith(page(event));
  else if (request.destination === "image") event.respondWith(picture(request));
}

async function send() {
  const account = await current();
  // A rejected try is tried again by the browser, later.
  if (account && (await sync(account)) === "offline") throw new Error("still offline");
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", answer);
addEventListener("sync", (event) => event.tag === "judge-changes" && event.waitUntil(send()));
