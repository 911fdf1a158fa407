// A plan to look at and to choose on: zoom and move it, one booth at a time in detail, exhibitors found while typing.
import { boxOf } from "./floor-plan/geometry.js";
import { Pinch, Viewport } from "./floor-plan/viewport.js";
import { fold } from "./page.js";
import { enhanceAll } from "./registry.js";

class PlanView {
  constructor(frame) {
    this.frame = frame;
    this.svg = frame.querySelector("svg.plan");
    this.svg.style.aspectRatio = `${this.svg.dataset.width} / ${this.svg.dataset.depth}`;
    frame.classList.add("is-live");
    this.viewport = new Viewport(this.svg, { width: Number(this.svg.dataset.width), depth: Number(this.svg.dataset.depth) }, { wheel: "control" });
    this.viewport.fit();
    this.pinch = new Pinch(this.viewport);
    this.listen();
  }

  listen() {
    const { svg } = this;
    svg.addEventListener("pointerdown", (event) => {
      this.pinch.down(event);
      this.from = [event.clientX, event.clientY];
      this.dragged = false;
    });
    svg.addEventListener("pointermove", (event) => this.move(event));
    for (const type of ["pointerup", "pointercancel", "pointerleave"]) {
      svg.addEventListener(type, (event) => {
        this.pinch.up(event);
        this.from = null;
      });
    }
    svg.addEventListener("click", (event) => this.dragged && event.preventDefault(), true);
    this.frame.addEventListener("click", (event) => {
      const by = event.target.closest("[data-zoom-by]")?.dataset.zoomBy;
      if (by) by === "fit" ? this.viewport.fit() : this.viewport.zoom(Number(by));
      this.touch();
    });
    this.viewport.addEventListener("view", () => this.touch());
  }

  /** A page scrolls over a whole plan; one that is zoomed in takes the finger. */
  touch() {
    this.svg.style.touchAction = this.viewport.percent > 102 ? "none" : "pan-y";
  }

  move(event) {
    this.pinch.move(event);
    if (!this.from || this.pinch.active) return;
    const [dx, dy] = [event.clientX - this.from[0], event.clientY - this.from[1]];
    if (!this.dragged && Math.hypot(dx, dy) < 6) return;
    if (event.pointerType === "touch" && this.viewport.percent <= 102) return;
    this.dragged = true;
    this.viewport.pan(dx, dy);
    this.from = [event.clientX, event.clientY];
  }

  booth(id) {
    return this.svg.querySelector(`[data-booth="${CSS.escape(id)}"]`);
  }

  mark(id) {
    for (const node of this.svg.querySelectorAll(".is-selected")) node.classList.remove("is-selected");
    const node = this.booth(id);
    if (!node) return false;
    node.classList.add("is-selected");
    const { x, y, width, height } = node.getBBox();
    this.viewport.reveal(boxOf([[x, y], [x + width, y + height]]));
    return true;
  }

  highlight(ids) {
    for (const node of this.svg.querySelectorAll("[data-booth]")) {
      node.classList.toggle("is-found", Boolean(ids?.has(node.dataset.booth)));
      node.classList.toggle("is-dim", Boolean(ids) && !ids.has(node.dataset.booth));
    }
  }
}

const page = document.querySelector("[data-plan-page]");
const frame = page?.querySelector("[data-plan]");
const view = frame ? new PlanView(frame) : null;

/** Brings one booth's details in without leaving the plan; anything unexpected falls back to the link itself. */
async function show(link, id) {
  if (view && id && !view.booth(id)) return location.assign(link.getAttribute("href"));
  view?.mark(id);
  const present = document.getElementById("chosen");
  present.setAttribute("aria-busy", "true");
  const href = link.getAttribute("href");
  try {
    const response = await fetch(href, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(String(response.status));
    const found = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("chosen");
    present.replaceWith(found);
    enhanceAll(found);
    history.replaceState(null, "", href);
    found.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    if (link.closest("svg") === null) found.focus({ preventScroll: true });
  } catch {
    location.assign(href);
  }
}

page?.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-booth], a[data-show-booth]");
  if (!link) return;
  event.preventDefault();
  show(link, link.dataset.booth ?? link.dataset.showBooth);
});

const wanted = new URLSearchParams(location.search).get("booth");
if (wanted && view) {
  const node = [...view.svg.querySelectorAll("[data-booth]")].find((each) => each.querySelector(".fp-number")?.textContent === wanted || each.dataset.booth === wanted);
  if (node) requestAnimationFrame(() => view.mark(node.dataset.booth));
}

const search = page?.querySelector("input[type=search]");
search?.addEventListener("input", () => {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  const found = new Set();
  let shown = 0;
  for (const row of page.querySelectorAll("[data-plan-list] > [data-search]")) {
    const fits = words.every((word) => row.dataset.search.includes(word));
    row.hidden = !fits;
    shown += fits;
    if (fits) for (const id of row.dataset.booths.split(" ").filter(Boolean)) found.add(id);
  }
  view?.highlight(words.length ? found : null);
  const none = page.querySelector("[data-none-found]");
  if (none) none.hidden = shown > 0;
});
