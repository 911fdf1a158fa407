// Puts moved edges onto the grid, or onto the edges and middles of neighbours, whichever is nearer.
import { boxOfItem } from "./plan.js";

const REACH = 9; // pixels

export class Snapper {
  constructor(plan, viewport) {
    Object.assign(this, { plan, viewport, on: true });
  }

  get grid() {
    return this.on ? this.plan.hall.grid : 1;
  }

  round(value) {
    return this.on ? Math.round(value / this.grid) * this.grid : Math.round(value);
  }

  /** Edges of what stays where it is, gathered once a gesture. */
  begin(moving) {
    const [xs, ys] = [new Set([0, this.plan.hall.width]), new Set([0, this.plan.hall.depth])];
    for (const item of [...this.plan.booths.values(), ...this.plan.background.values()]) {
      if (moving.has(item.id)) continue;
      const box = boxOfItem(item);
      xs.add(box.left).add(box.right);
      ys.add(box.top).add(box.bottom);
    }
    this.edges = { x: [...xs].sort((a, b) => a - b), y: [...ys].sort((a, b) => a - b) };
  }

  /** How far to correct a box so that one of its edges meets something; and where the guides run. */
  correct(box) {
    if (!this.on) return { dx: 0, dy: 0, guides: [] };
    const x = this.along("x", [box.left, box.right]);
    const y = this.along("y", [box.top, box.bottom]);
    const guides = [];
    if (x.line !== null) guides.push(["x", x.line]);
    if (y.line !== null) guides.push(["y", y.line]);
    return { dx: x.by, dy: y.by, guides };
  }

  along(axis, values) {
    const reach = REACH / this.viewport.scale;
    let best = { by: Infinity, line: null };
    for (const value of values) {
      for (const edge of near(this.edges[axis], value, reach)) {
        if (Math.abs(edge - value) < Math.abs(best.by)) best = { by: edge - value, line: edge };
      }
    }
    if (best.line !== null) return best;
    return { by: Math.round(values[0] / this.grid) * this.grid - values[0], line: null };
  }
}

function near(sorted, value, reach) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value - reach) low = middle + 1;
    else high = middle;
  }
  const found = [];
  while (low < sorted.length && sorted[low] <= value + reach) found.push(sorted[low++]);
  return found;
}
