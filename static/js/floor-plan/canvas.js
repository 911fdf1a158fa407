// Draws the plan. Every item is one <g> that is redrawn when its item changed, so that 500 booths stay quick.
import { cornersOf, unite } from "./geometry.js";
import { boxOfItem } from "./plan.js";
import { make, pointsOf, set } from "./svg.js";

const HANDLES = [[-1, -1], [0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0]];

export class Canvas {
  constructor(svg, plan, viewport, words) {
    Object.assign(this, { svg, plan, viewport, words, nodes: new Map() });
    const grid = (id, size, name) => make("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" }, make("path", { d: `M ${size} 0 H 0 V ${size}`, class: name }));
    svg.append(make("defs", {}, grid("fp-fine", 100, "fp-grid"), grid("fp-coarse", 500, "fp-grid-coarse")));
    const layer = (name) => svg.appendChild(make("g", { class: name }));
    this.floor = layer("fp-floor");
    this.things = layer("fp-things");
    this.booths = layer("fp-booths");
    this.overlay = layer("fp-overlay");
    this.overlay.setAttribute("aria-hidden", "true");
    plan.addEventListener("change", ({ detail }) => this.redraw(detail));
    plan.addEventListener("select", () => this.mark());
    viewport.addEventListener("view", () => this.scaled());
    this.redraw({ all: true });
  }

  redraw({ all, ids = [] }) {
    if (all) {
      this.nodes.clear();
      this.things.replaceChildren();
      this.booths.replaceChildren();
      this.drawFloor();
      ids = [...this.plan.background.keys(), ...this.plan.booths.keys()];
    }
    else if (ids.includes("hall")) this.drawFloor();
    for (const id of ids) if (id !== "hall") this.drawItem(id);
    this.mark();
  }

  drawFloor() {
    const points = pointsOf(this.plan.outline);
    this.floor.replaceChildren(
      make("polygon", { points, class: "fp-hall" }),
      make("polygon", { points, class: "fp-hall-grid", fill: "url(#fp-fine)" }),
      make("polygon", { points, class: "fp-hall-grid", fill: "url(#fp-coarse)" }),
    );
  }

  drawItem(id) {
    const item = this.plan.item(id);
    let node = this.nodes.get(id);
    if (!item) {
      node?.remove();
      this.nodes.delete(id);
      return;
    }
    const isBooth = this.plan.isBooth(id);
    if (!node) {
      node = make("g", { "data-id": id, tabindex: "-1", role: "img" });
      this.nodes.set(id, node);
      (isBooth ? this.booths : this.things).append(node);
    }
    node.replaceChildren(...(isBooth ? this.boothParts(item) : thingParts(item)));
    const zone = isBooth && this.plan.zones.find((each) => each.id === item.zone);
    const names = isBooth
      ? ["fp-booth", zone ? `zone-${zone.colour}` : "", item.holder ? "is-taken" : "", item.blocked ? "is-blocked" : ""]
      : ["fp-thing", `fp-${item.kind}`];
    set(node, { class: names.filter(Boolean).join(" "), "aria-label": this.words.say(item, isBooth) });
  }

  boothParts(booth) {
    const size = Math.max(16, Math.min(60, Math.min(booth.width, booth.depth) / 4));
    const parts = [make("polygon", { points: pointsOf(cornersOf(booth)), class: "fp-shape" })];
    parts.push(make("text", { x: booth.x, y: booth.y, "font-size": size, class: "fp-number" }, booth.number));
    if (booth.holder) parts.push(make("text", { x: booth.x, y: booth.y + size * 0.95, "font-size": size * 0.6, class: "fp-name" }, shortened(booth.holder, booth.width / (size * 0.36))));
    return parts;
  }

  mark() {
    for (const [id, node] of this.nodes) node.classList.toggle("is-selected", this.plan.selection.has(id));
    const wrong = new Set(this.plan.problems.flatMap((problem) => problem.ids));
    for (const [id, node] of this.nodes) node.classList.toggle("is-wrong", wrong.has(id));
    this.scaled();
  }

  /** Handles keep their size on the screen. */
  scaled() {
    this.svg.style.setProperty("--px", 1 / this.viewport.scale);
    const handles = this.mayEdit ? (this.outline?.on ? this.outline.handles() : this.handles()) : [];
    this.overlay.querySelector(".fp-handles")?.remove();
    if (handles.length) this.overlay.append(make("g", { class: "fp-handles" }, ...handles));
  }

  handles() {
    const items = this.plan.selected;
    if (!items.length) return [];
    const px = 1 / this.viewport.scale;
    if (items.length > 1) {
      const box = unite(items.map(boxOfItem));
      return [make("rect", { class: "fp-frame", x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top })];
    }
    const item = items[0];
    const turned = `translate(${item.x} ${item.y}) rotate(${item.angle ?? 0})`;
    const [w, d] = [item.width / 2, item.depth / 2];
    const frame = make("rect", { class: "fp-frame", x: -w, y: -d, width: item.width, height: item.depth });
    const stem = make("line", { class: "fp-stem", x1: 0, y1: -d, x2: 0, y2: -d - 26 * px });
    const rotate = make("circle", { class: "fp-handle fp-rotate", "data-handle": "rotate", cx: 0, cy: -d - 26 * px, r: 7 * px });
    const corners = item.points ? [] : HANDLES.map(([hx, hy]) => make("rect", { class: "fp-handle", "data-handle": `${hx},${hy}`, x: hx * w - 5.5 * px, y: hy * d - 5.5 * px, width: 11 * px, height: 11 * px, rx: 2 * px }));
    return [make("g", { transform: turned }, frame, stem, rotate, ...corners)];
  }

  sketch(...parts) {
    this.overlay.querySelector(".fp-sketch")?.remove();
    if (parts.length) this.overlay.append(make("g", { class: "fp-sketch" }, ...parts));
  }

  focus(id) {
    this.nodes.get(id)?.focus({ preventScroll: true });
  }
}

function thingParts(item) {
  const shape = item.kind === "pillar"
    ? make("ellipse", { cx: item.x, cy: item.y, rx: item.width / 2, ry: item.depth / 2, class: "fp-shape" })
    : make("polygon", { points: pointsOf(cornersOf(item)), class: "fp-shape" });
  const size = Math.max(20, Math.min(80, item.depth * 0.5));
  const upright = item.angle > 90 && item.angle < 270 ? item.angle + 180 : item.angle;
  const text = item.text ? [make("text", { x: item.x, y: item.y, "font-size": size, class: "fp-text", transform: `rotate(${upright} ${item.x} ${item.y})` }, item.text)] : [];
  return [shape, ...text];
}

function shortened(text, most) {
  return text.length > most ? `${text.slice(0, Math.max(3, most - 1))}…` : text;
}
