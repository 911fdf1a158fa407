// The showcase: favourites that lie on the device, a booth's page telling that it was looked at, galleries, the order of
// pictures by dragging, sharing. Everything shown works without it but for a guest's favourites.
import { csrfToken, each, on } from "./page.js";
import { register } from "./registry.js";
import * as favourites from "./showcase/favourites.js";
import * as gallery from "./showcase/gallery.js";
import * as ordering from "./showcase/ordering.js";

function tellVisit(body) {
  const from = new URLSearchParams(location.search).get("from") ?? "";
  navigator.sendBeacon?.(`${body.dataset.visit}?from=${encodeURIComponent(from)}`);
}

/** The phone's own way to share a page, where there is one; else the address is copied. */
async function share(button) {
  const address = button.dataset.share;
  if (navigator.share) await navigator.share({ title: document.title, url: address }).catch(() => undefined);
  else button.parentElement.querySelector("[data-copy]")?.click();
}

/** Opening a thread says that it was read. */
function tellRead(host) {
  const body = new FormData();
  body.append("csrf_token", csrfToken(null));
  fetch(host.dataset.read, { method: "POST", body, headers: { "X-CSRFToken": csrfToken(null) } }).catch(() => undefined);
}

const page = {
  start() {
    on("click", "[data-share]", share);
  },
  enhance(root) {
    each(root, "[data-visit]", tellVisit);
    each(root, "[data-read]", tellRead);
  },
};

register([page, favourites, gallery, ordering]);
