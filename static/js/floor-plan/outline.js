// The outline of the hall: corners are dragged, put in, taken out, or the whole is drawn anew, by mouse and by keyboard.
import { newId } from "./plan.js";
import { make, pointsOf } from "./svg.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LEAST = 100; // cm a hall is wide and deep
const MOST = 100_000;
const MOST_CORNERS = 60;

export class Outline {
  constructor({ canvas, plan, viewport, snapper, tell, metres }) {
    Object.assign(this, { canvas, plan, viewport, snapper, tell, metres, on: false, chosen: 0, drawn: [] });
    canvas.outline = this;
  }

  turn(on) {
    if (this.on === on) return;
    Object.assign(this, { on, chosen: 0, drawn: [] });
    if (on) this.plan.select([]); // the panel then shows the hall
    else this.canvas.scaled();
    if (on) this.say();
  }

  get corners() {
    return this.plan.outline;
  }

  /** Every step goes through the plan, so that undo and saving know it. A hall is as wide and deep as its corners reach. */
  put(corners, gesture = null) {
    const kept = corners.map((corner) => corner.map((value) => Math.min(MOST, Math.max(0, Math.round(value)))));
    const [width, depth] = [0, 1].map((axis) => Math.max(LEAST, ...kept.map((corner) => corner[axis])));
    const isPlain = kept.length === 4 && pointsOf(kept) === pointsOf(rectangle(width, depth));
    this.plan.change([["hall", { ...this.plan.hall, width, depth, outline: isPlain ? [] : kept }]], { gesture });
  }

  rectangle() {
    const { width, depth } = this.plan.hall;
    this.put(rectangle(width, depth));
    this.chosen = 0;
  }

  begin(event) {
    const { corner, edge } = this.drawn.length ? {} : event.target.dataset ?? {}; // while drawing, old corners are only in the way
    if (corner !== undefined) return this.dragging(Number(corner), this.corners);
    if (edge !== undefined && this.corners.length < MOST_CORNERS) return this.dragging(Number(edge) + 1, withCorner(this.corners, Number(edge)));
    return { end: (e) => this.drawCorner(this.at(e)) };
  }

  at(event) {
    return this.viewport.at(event).map((value) => this.snapper.round(value));
  }

  dragging(index, corners) {
    const gesture = newId();
    this.chosen = index;
    return {
      drag: (event) => this.put(corners.map((corner, i) => (i === index ? this.at(event) : corner)), gesture),
      drop: () => this.say(),
      end: () => {
        if (corners !== this.corners && corners.length > this.corners.length) this.put(corners, gesture);
        this.canvas.scaled();
        this.say();
      },
    };
  }

  drawCorner(at) {
    const [first] = this.drawn;
    const closes = first && this.drawn.length > 2 && Math.hypot(at[0] - first[0], at[1] - first[1]) * this.viewport.scale < 12;
    if (closes) return this.close();
    const last = this.drawn.at(-1);
    if (this.drawn.length < MOST_CORNERS && (last?.[0] !== at[0] || last?.[1] !== at[1])) this.drawn.push(at);
    this.sketch(at);
  }

  sketch(at) {
    if (this.drawn.length) this.canvas.sketch(make("polyline", { class: "fp-draft", points: pointsOf([...this.drawn, at]) }));
  }

  close() {
    const corners = this.drawn;
    this.drawn = [];
    this.canvas.sketch();
    if (corners.length > 2) this.put(corners);
    this.chosen = 0;
    this.canvas.scaled();
  }

  /** Tab goes from corner to corner, arrows move it, + puts one behind it, Delete takes it out, Enter ends a drawing. */
  key(event) {
    const { key } = event;
    const number = this.corners.length;
    this.chosen = Math.min(this.chosen, number - 1);
    if (ARROWS[key]) return this.nudge(ARROWS[key], event.shiftKey ? 100 : 10);
    if (key === "Tab") {
      const to = this.chosen + (event.shiftKey ? -1 : 1);
      if (to < 0 || to >= number) return false; // past the last corner the focus goes on
      this.chosen = to;
    } else if (key === "Enter" && this.drawn.length) this.close();
    else if ((key === "+" || key === "Insert") && number < MOST_CORNERS) {
      this.put(withCorner(this.corners, this.chosen));
      this.chosen += 1;
    } else if ((key === "Delete" || key === "Backspace") && number > 3) {
      this.put(this.corners.filter((_corner, index) => index !== this.chosen));
      this.chosen = Math.max(0, this.chosen - 1);
    } else return false;
    this.canvas.scaled();
    this.say();
    return true;
  }

  nudge([dx, dy], step) {
    const gesture = `outline-${this.chosen}`;
    this.put(this.corners.map(([x, y], index) => (index === this.chosen ? [x + dx * step, y + dy * step] : [x, y])), gesture);
    this.say();
    return true;
  }

  say() {
    const [x, y] = this.corners[this.chosen] ?? this.corners[0];
    this.tell("corner", { n: this.chosen + 1, all: this.corners.length, x: this.metres(x), y: this.metres(y) });
  }

  handles() {
    const r = 7 / this.viewport.scale;
    const { corners } = this;
    const middles = corners.map((_corner, index) => middle(corners, index));
    return [
      make("polygon", { class: "fp-outline", points: pointsOf(corners) }),
      ...middles.map(([cx, cy], index) => make("circle", { class: "fp-handle fp-edge", "data-edge": index, cx, cy, r: r * 0.7 })),
      ...corners.map(([cx, cy], index) => make("circle", { class: `fp-handle fp-corner${index === this.chosen ? " is-chosen" : ""}`, "data-corner": index, cx, cy, r })),
    ];
  }
}

function rectangle(width, depth) {
  return [[0, 0], [width, 0], [width, depth], [0, depth]];
}

function middle(corners, index) {
  const [[x, y], [u, v]] = [corners[index], corners[(index + 1) % corners.length]];
  return [Math.round((x + u) / 2), Math.round((y + v) / 2)];
}

function withCorner(corners, index) {
  return [...corners.slice(0, index + 1), middle(corners, index), ...corners.slice(index + 1)];
}
