// Everything by keyboard: the plan is an application with booths one goes through by Tab.
import { boxOfItem } from "./plan.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const TOOLS = { v: "select", h: "pan", b: "booth", p: "polygon", w: "wall", d: "door", s: "stage", o: "pillar", t: "label", a: "area", l: "outline" };

export class Keys {
  constructor({ canvas, plan, viewport, acts, pointer, press, toPanel, mayEdit }) {
    Object.assign(this, { canvas, plan, viewport, acts, pointer, press, toPanel, mayEdit });
    canvas.svg.addEventListener("keydown", (event) => this.down(event));
    addEventListener("keyup", (event) => event.key === " " && this.space(false));
    document.addEventListener("keydown", (event) => this.anywhere(event));
  }

  /** Undo works wherever one is but in a field, whose own undo it is. */
  anywhere(event) {
    if (event.defaultPrevented || event.target.matches?.("input, textarea, select")) return;
    if (!(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const act = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : null;
    if (!act || !this.mayEdit) return;
    event.preventDefault();
    this.press(act);
  }

  down(event) {
    const handled = event.ctrlKey || event.metaKey ? this.withControl(event) : this.plain(event);
    if (handled) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  withControl(event) {
    const key = event.key.toLowerCase();
    if (key === "a") return this.press("select-all"), true;
    if (key === "d" && this.mayEdit) return this.press("duplicate"), true;
    return false;
  }

  plain(event) {
    if (this.pointer.tool === "outline" && this.pointer.outline.key(event)) return true;
    if (this.pointer.tool === "outline" && event.key === "Tab") return false;
    if (event.key === "Tab") return this.next(event.shiftKey ? -1 : 1);
    if (ARROWS[event.key]) return this.arrow(event);
    if (event.key === " ") return this.space(true);
    const act = { "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", 0: "fit" }[event.key];
    if (act) return this.press(act), true;
    if (event.key === "Escape") return this.escape();
    return this.mayEdit ? this.editing(event) : this.tool(event.key, ["v", "h"]);
  }

  editing(event) {
    const key = event.key;
    if (key === "Enter") return this.enter();
    if (key === "Delete" || key === "Backspace") return this.press("remove"), true;
    if (key === "r" || key === "R") return this.press("turn"), true;
    if (key === "n" || key === "N") return this.press("number"), true;
    if (key === "g" || key === "G") return this.press("snap"), true;
    if (key === "[" || key === "]") return this.acts.turn(key === "[" ? -15 : 15, "keys-turn"), true;
    return this.tool(key, Object.keys(TOOLS));
  }

  tool(key, allowed) {
    const name = key.toLowerCase();
    if (!allowed.includes(name)) return false;
    this.pointer.use(TOOLS[name]);
    return true;
  }

  arrow(event) {
    const [dx, dy] = ARROWS[event.key];
    const step = event.shiftKey ? 100 : 10;
    if (!this.plan.selection.size || !this.mayEdit) return this.viewport.pan(-dx * 60, -dy * 60), true;
    const gesture = `keys-${[...this.plan.selection].join()}-${event.altKey ? "size" : "move"}`;
    if (event.altKey) this.acts.resize(dx * step, dy * step, gesture);
    else this.acts.move(dx * step, dy * step, gesture);
    this.reveal();
    return true;
  }

  enter() {
    if (this.pointer.tool === "polygon") return this.pointer.endPolygon(), true;
    if (this.pointer.tool === "booth") {
      const [x, y] = this.viewport.middle.map((value) => Math.round(value / 50) * 50);
      const booth = this.acts.newBooth({ x, y });
      this.acts.add([booth]);
      this.pointer.use("select");
      this.canvas.focus(booth.id);
      return true;
    }
    if (!this.plan.selection.size) return false;
    this.toPanel();
    return true;
  }

  escape() {
    if (this.pointer.tool !== "select" || this.pointer.gesture) this.pointer.use("select");
    else this.plan.select([]);
    this.canvas.svg.focus({ preventScroll: true });
    return true;
  }

  /** By number, as people read them. Past the last booth Tab leaves the plan. */
  next(by) {
    const ids = [...this.plan.booths.values()].sort((a, b) => a.number.localeCompare(b.number, undefined, { numeric: true })).map((booth) => booth.id);
    const at = ids.indexOf([...this.plan.selection].at(-1));
    const to = at < 0 ? (by > 0 ? 0 : -1) : at + by;
    if (!ids[to]) {
      this.plan.select([]);
      this.canvas.svg.focus({ preventScroll: true });
      return false;
    }
    this.plan.select([ids[to]]);
    this.canvas.focus(ids[to]);
    this.reveal();
    return true;
  }

  reveal() {
    const last = this.plan.selected.at(-1);
    if (last) this.viewport.reveal(boxOfItem(last));
  }

  space(held) {
    this.pointer.spaceHeld = held;
    this.canvas.svg.classList.toggle("is-panning", held);
    return true;
  }
}
