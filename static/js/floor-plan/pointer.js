// Drawing and moving with mouse, pen and fingers.
import { boxOf, unite } from "./geometry.js";
import { boxOfItem, newId } from "./plan.js";
import { make, pointsOf } from "./svg.js";
import { Pinch } from "./viewport.js";

const CLICK = 4; // pixels that are no drag yet
const SIZES = { wall: [600, 20], door: [200, 30], stage: [600, 300], pillar: [60, 60], label: [400, 80], area: [600, 400] };
const LEAST = 40; // cm

export class Pointer {
  constructor({ canvas, plan, viewport, snapper, acts, tip, mayEdit, toolChanged, ask, outline }) {
    Object.assign(this, { canvas, plan, viewport, snapper, acts, tip, mayEdit, toolChanged, ask, outline, tool: "select", gesture: null, corners: [] });
    this.pinch = new Pinch(viewport);
    const { svg } = canvas;
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.move(event));
    for (const type of ["pointerup", "pointercancel"]) svg.addEventListener(type, (event) => this.up(event));
    svg.addEventListener("dblclick", () => (this.tool === "polygon" ? this.endPolygon() : this.tool === "outline" && this.outline.close()));
    svg.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  use(tool) {
    this.cancel();
    this.tool = tool;
    this.canvas.svg.dataset.tool = tool;
    this.outline.turn(tool === "outline");
    this.toolChanged(tool);
  }

  cancel() {
    this.gesture?.cancel?.();
    this.gesture = null;
    this.corners = [];
    this.outline.drawn = [];
    this.canvas.sketch();
    this.say("");
  }

  down(event) {
    this.pinch.down(event);
    if (this.pinch.active) return this.cancel();
    if (event.button > 1) return;
    this.canvas.svg.setPointerCapture(event.pointerId);
    this.start = { at: this.viewport.at(event), x: event.clientX, y: event.clientY, moved: false };
    this.last = [event.clientX, event.clientY];
    this.gesture = this.begin(event);
  }

  begin(event) {
    if (this.tool === "pan" || event.button === 1 || this.spaceHeld) return { drag: (e) => this.drag(e) };
    if (this.tool === "outline") return this.outline.begin(event);
    if (this.tool === "polygon") return { end: (e) => this.corner(e) };
    if (this.tool !== "select") return this.drawing();
    const handle = event.target.closest("[data-handle]")?.dataset.handle;
    if (handle && this.mayEdit) return handle === "rotate" ? this.rotating() : this.resizing(handle.split(",").map(Number));
    const id = event.target.closest("[data-id]")?.dataset.id;
    if (id) return this.moving(id, event);
    return event.pointerType === "touch" ? this.touching() : this.rubber(event);
  }

  move(event) {
    this.pinch.move(event);
    if (this.pinch.active) return;
    if (this.tool === "polygon" && this.corners.length) this.sketchPolygon(this.viewport.at(event));
    if (this.tool === "outline") this.outline.sketch(this.outline.at(event));
    if (!this.gesture || !this.start) return;
    if (!this.start.moved && Math.hypot(event.clientX - this.start.x, event.clientY - this.start.y) < CLICK) return;
    this.start.moved = true;
    this.gesture.drag?.(event);
    this.last = [event.clientX, event.clientY];
  }

  up(event) {
    this.pinch.up(event);
    const gesture = this.gesture;
    this.gesture = null;
    if (gesture && this.start) (this.start.moved && gesture.drop ? gesture.drop : gesture.end)?.(event);
    this.start = null;
    this.canvas.svg.classList.remove("is-moving");
    if (this.tool !== "polygon" && this.tool !== "outline") this.canvas.sketch();
    this.say("");
  }

  drag(event) {
    this.viewport.pan(event.clientX - this.last[0], event.clientY - this.last[1]);
  }

  touching() {
    return { drag: (event) => this.drag(event), end: () => this.plan.select([]) };
  }

  rubber(event) {
    const kept = event.shiftKey ? [...this.plan.selection] : [];
    return {
      drag: (e) => {
        const box = boxOf([this.start.at, this.viewport.at(e)]);
        this.canvas.sketch(make("rect", { class: "fp-rubber", x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top }));
        const inside = [...this.plan.booths.values(), ...this.plan.background.values()].filter((item) => meets(boxOfItem(item), box));
        this.plan.select([...kept, ...inside.map((item) => item.id)]);
      },
      end: () => kept.length || this.plan.select([]),
    };
  }

  moving(id, event) {
    const wasSelected = this.plan.selection.has(id);
    if (event.shiftKey || event.ctrlKey || event.metaKey) this.plan.toggle(id);
    else if (!wasSelected) this.plan.select([id]);
    this.canvas.focus(id);
    if (!this.mayEdit) return { drag: (e) => this.drag(e) };
    const items = this.plan.selected;
    const box = items.length ? unite(items.map(boxOfItem)) : null;
    const gesture = newId();
    this.snapper.begin(this.plan.selection);
    return {
      drag: (e) => {
        if (!items.length) return;
        this.canvas.svg.classList.add("is-moving");
        const [x, y] = this.viewport.at(e);
        let [dx, dy] = [x - this.start.at[0], y - this.start.at[1]];
        const fix = this.snapper.correct({ left: box.left + dx, right: box.right + dx, top: box.top + dy, bottom: box.bottom + dy });
        dx += fix.dx;
        dy += fix.dy;
        this.plan.change(items.map((item) => [item.id, { ...item, x: Math.round(item.x + dx), y: Math.round(item.y + dy) }]), { gesture });
        this.guides(fix.guides);
        this.say(`${metres(box.left + dx)} · ${metres(box.top + dy)} m`, e);
      },
      end: () => wasSelected && !event.shiftKey && !event.ctrlKey && !event.metaKey && this.plan.select([id]),
    };
  }

  resizing([hx, hy]) {
    const item = this.plan.selected[0];
    const gesture = newId();
    const turn = ((item.angle ?? 0) * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const fixed = [item.x - ((hx * item.width) / 2) * cos + ((hy * item.depth) / 2) * sin, item.y - ((hx * item.width) / 2) * sin - ((hy * item.depth) / 2) * cos];
    return {
      drag: (e) => {
        const [x, y] = this.viewport.at(e);
        const [rx, ry] = [x - fixed[0], y - fixed[1]];
        const step = this.snapper.on ? Math.min(this.snapper.grid, 50) : 1;
        const sized = (value, sign, present) => (sign ? Math.max(LEAST, Math.round((value * sign) / step) * step) : present);
        const width = sized(rx * cos + ry * sin, hx, item.width);
        const depth = sized(-rx * sin + ry * cos, hy, item.depth);
        if (item.holder && width * depth < item.width * item.depth) return this.acts.tell("taken-size", { number: item.number });
        const [mx, my] = [hx ? (hx * width) / 2 : 0, hy ? (hy * depth) / 2 : 0];
        const middle = [fixed[0] + mx * cos - my * sin, fixed[1] + mx * sin + my * cos];
        this.plan.change([[item.id, { ...item, width, depth, x: Math.round(middle[0]), y: Math.round(middle[1]) }]], { gesture });
        this.say(`${metres(width)} × ${metres(depth)} m`, e);
      },
    };
  }

  rotating() {
    const item = this.plan.selected[0];
    const gesture = newId();
    return {
      drag: (e) => {
        const [x, y] = this.viewport.at(e);
        const step = this.snapper.on && !e.shiftKey ? 15 : 1;
        const raw = (Math.atan2(y - item.y, x - item.x) * 180) / Math.PI + 90;
        const angle = ((Math.round(raw / step) * step) % 360 + 360) % 360;
        this.plan.change([[item.id, { ...item, angle }]], { gesture });
        this.say(`${angle}°`, e);
      },
    };
  }

  /** A drag draws the size; a click puts the usual size. */
  drawing() {
    const kind = this.tool;
    this.snapper.begin(new Set());
    const from = this.start.at.map((value) => this.snapper.round(value));
    const box = (e) => boxOf([from, this.viewport.at(e).map((value) => this.snapper.round(value))]);
    const add = (values) => {
      const item = kind === "booth" ? this.acts.newBooth(values) : { id: newId(), kind, angle: 0, text: "", ...values };
      this.acts.add([item]);
      this.use("select");
      this.canvas.focus(item.id);
      if (kind === "label" || kind === "stage" || kind === "area") this.ask();
    };
    const like = kind === "booth" ? [300, 300] : SIZES[kind];
    return {
      drag: (e) => {
        const { left, top, right, bottom } = box(e);
        this.canvas.sketch(make("rect", { class: "fp-draft", x: left, y: top, width: right - left, height: bottom - top }));
        this.say(`${metres(right - left)} × ${metres(bottom - top)} m`, e);
      },
      drop: (e) => {
        const { left, top, right, bottom } = box(e);
        const [width, depth] = [Math.max(right - left, kind === "wall" ? 20 : LEAST), Math.max(bottom - top, kind === "wall" ? 20 : LEAST)];
        add({ x: (left + right) / 2, y: (top + bottom) / 2, width, depth });
      },
      end: () => add({ x: from[0] + like[0] / 2, y: from[1] + like[1] / 2, width: like[0], depth: like[1] }),
    };
  }

  corner(event) {
    const at = this.viewport.at(event).map((value) => this.snapper.round(value));
    const [first] = this.corners;
    const closing = first && this.corners.length > 2 && Math.hypot(at[0] - first[0], at[1] - first[1]) * this.viewport.scale < 12;
    if (closing) return this.endPolygon();
    const last = this.corners.at(-1);
    if (!last || last[0] !== at[0] || last[1] !== at[1]) this.corners.push(at);
    this.sketchPolygon(at);
  }

  sketchPolygon(at) {
    this.canvas.sketch(make("polyline", { class: "fp-draft", points: pointsOf([...this.corners, at]) }));
  }

  endPolygon() {
    const corners = this.corners;
    this.corners = [];
    if (corners.length < 3) return this.use("select");
    const box = boxOf(corners);
    const [x, y] = [Math.round((box.left + box.right) / 2), Math.round((box.top + box.bottom) / 2)];
    const points = corners.map(([px, py]) => [px - x, py - y]);
    this.acts.add([this.acts.newBooth({ x, y, points, width: box.right - box.left, depth: box.bottom - box.top, angle: 0 })]);
    this.use("select");
  }

  guides(lines) {
    const { x, y, width, height } = this.viewport.view;
    this.canvas.sketch(...lines.map(([axis, at]) => make("line", axis === "x" ? { class: "fp-guide", x1: at, x2: at, y1: y, y2: y + height } : { class: "fp-guide", y1: at, y2: at, x1: x, x2: x + width })));
  }

  say(text, event) {
    this.tip.hidden = !text;
    this.tip.textContent = text;
    if (!text || !event) return;
    const box = this.canvas.svg.getBoundingClientRect();
    this.tip.style.setProperty("--x", `${event.clientX - box.left}px`);
    this.tip.style.setProperty("--y", `${event.clientY - box.top}px`);
  }
}

export function metres(cm) {
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(cm / 100);
}

function meets(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
