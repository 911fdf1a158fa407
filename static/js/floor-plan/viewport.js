// Which part of a drawing is seen: zoom at the pointer, drag, pinch, wheel; the same for editing, choosing and visiting.
const CLOSEST = 150; // cm across
const MARGIN = 0.04;

export class Viewport extends EventTarget {
  constructor(svg, bounds, { wheel = "always" } = {}) {
    super();
    Object.assign(this, { svg, bounds, view: null, wheels: wheel });
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    new ResizeObserver(() => this.resized()).observe(svg);
  }

  get scale() {
    return this.svg.clientWidth / this.view.width || 1;
  }

  get percent() {
    return Math.round((this.scale / this.fitScale) * 100);
  }

  get fitScale() {
    const [width, height] = [this.bounds.width * (1 + 2 * MARGIN), this.bounds.depth * (1 + 2 * MARGIN)];
    return Math.min(this.svg.clientWidth / width, this.svg.clientHeight / height) || 1;
  }

  resized() {
    if (!this.svg.clientWidth) return;
    if (!this.view || this.fitted) return this.fit();
    const scale = this.lastScale ?? this.scale;
    const [x, y] = [this.view.x + this.view.width / 2, this.view.y + this.view.height / 2];
    this.show(x, y, scale);
  }

  fit() {
    this.show(this.bounds.width / 2, this.bounds.depth / 2, this.fitScale);
    this.fitted = true;
  }

  /** Puts (x, y) into the middle at `scale` pixels a centimetre. */
  show(x, y, scale) {
    const least = this.fitScale * 0.5;
    const most = this.svg.clientWidth / CLOSEST;
    const used = Math.min(Math.max(scale, least), Math.max(most, least));
    const [width, height] = [this.svg.clientWidth / used, this.svg.clientHeight / used];
    this.view = { x: x - width / 2, y: y - height / 2, width, height };
    this.lastScale = used;
    this.fitted = false;
    this.draw();
  }

  draw() {
    const { x, y, width, height } = this.view;
    this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    this.dispatchEvent(new Event("view"));
  }

  zoom(factor, at = this.middle) {
    const [x, y] = at;
    const scale = this.scale * factor;
    const middle = this.middle;
    const clamped = Math.min(Math.max(scale, this.fitScale * 0.5), this.svg.clientWidth / CLOSEST);
    const share = this.scale / clamped;
    this.show(x + (middle[0] - x) * share, y + (middle[1] - y) * share, clamped);
  }

  get middle() {
    return [this.view.x + this.view.width / 2, this.view.y + this.view.height / 2];
  }

  pan(dx, dy) {
    this.view.x -= dx / this.scale;
    this.view.y -= dy / this.scale;
    this.fitted = false;
    this.draw();
  }

  /** The place in the hall under a pointer. */
  at(event) {
    const box = this.svg.getBoundingClientRect();
    const scale = this.scale;
    return [this.view.x + (event.clientX - box.left) / scale, this.view.y + (event.clientY - box.top) / scale];
  }

  wheel(event) {
    // On a page that scrolls the wheel is the page's; with Ctrl (or two fingers on a pad) it zooms.
    if (this.wheels === "control" && !event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    if (event.shiftKey && !event.ctrlKey) return this.pan(-event.deltaY * lines, 0);
    this.zoom(Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 120 : 500)), this.at(event));
  }

  /** Moves the view only as far as needed to see a box. */
  reveal(box) {
    const { x, y, width, height } = this.view;
    const gap = Math.min(width, height) * 0.08;
    let [dx, dy] = [0, 0];
    if (box.left < x + gap) dx = box.left - gap - x;
    else if (box.right > x + width - gap) dx = box.right + gap - x - width;
    if (box.top < y + gap) dy = box.top - gap - y;
    else if (box.bottom > y + height - gap) dy = box.bottom + gap - y - height;
    if (!dx && !dy) return;
    this.view.x += dx;
    this.view.y += dy;
    this.fitted = false;
    this.draw();
  }
}

/** Two fingers move and zoom; tells whether a gesture is under way. */
export class Pinch {
  constructor(viewport) {
    this.viewport = viewport;
    this.fingers = new Map();
  }

  get active() {
    return this.fingers.size > 1;
  }

  down(event) {
    if (event.pointerType === "touch") this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
  }

  move(event) {
    if (!this.fingers.has(event.pointerId) || !this.active) {
      if (this.fingers.has(event.pointerId)) this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
      return;
    }
    const before = this.spread();
    this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
    const after = this.spread();
    this.viewport.pan(after.x - before.x, after.y - before.y);
    if (before.apart > 10) this.viewport.zoom(after.apart / before.apart, this.viewport.at({ clientX: after.x, clientY: after.y }));
  }

  up(event) {
    this.fingers.delete(event.pointerId);
  }

  spread() {
    const [[ax, ay], [bx, by]] = [...this.fingers.values()];
    return { x: (ax + bx) / 2, y: (ay + by) / 2, apart: Math.hypot(bx - ax, by - ay) };
  }
}
