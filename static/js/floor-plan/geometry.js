// Shapes on a floor plan in centimetres; the same decisions as ecosystem/exhibitions/domain/geometry.py.
export const SLACK = 0.6;

export function rectangle(width, depth) {
  const [w, d] = [width / 2, depth / 2];
  return [[-w, -d], [w, -d], [w, d], [-w, d]];
}

export function placed(points, x, y, angle) {
  const turn = (angle * Math.PI) / 180;
  const [across, down] = [Math.cos(turn), Math.sin(turn)];
  return points.map(([px, py]) => [x + px * across - py * down, y + px * down + py * across]);
}

export function cornersOf(item) {
  return placed(item.points ?? rectangle(item.width, item.depth), item.x, item.y, item.angle ?? 0);
}

export function boxOf(polygon) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of polygon) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}

export function unite(boxes) {
  return boxes.reduce((all, box) => ({
    left: Math.min(all.left, box.left),
    top: Math.min(all.top, box.top),
    right: Math.max(all.right, box.right),
    bottom: Math.max(all.bottom, box.bottom),
  }));
}

const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]);

export function area(polygon) {
  return polygon.reduce((sum, [ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length];
    return sum + ax * by - bx * ay;
  }, 0) / 2;
}

function convexParts(polygon) {
  const corners = area(polygon) > 0 ? [...polygon] : [...polygon].reverse();
  const at = (i) => corners[(i + corners.length) % corners.length];
  if (corners.every((corner, i) => turn(at(i - 1), corner, at(i + 1)) >= -1e-9)) return [corners];
  const parts = [];
  while (corners.length > 3) {
    let ear = corners.findIndex((_, i) => isEar(corners, i));
    if (ear < 0) ear = 0;
    parts.push([at(ear - 1), at(ear), at(ear + 1)]);
    corners.splice(ear, 1);
  }
  return [...parts, corners];
}

function isEar(corners, index) {
  const count = corners.length;
  const triangle = [corners[(index + count - 1) % count], corners[index], corners[(index + 1) % count]];
  if (turn(...triangle) <= 0) return false;
  return !corners.some((point) => !triangle.includes(point) && triangle.every((_, i) => turn(triangle[(i + 2) % 3], triangle[i], point) >= 0));
}

function shadow(polygon, [nx, ny]) {
  let [low, high] = [Infinity, -Infinity];
  for (const [x, y] of polygon) {
    const along = x * nx + y * ny;
    low = Math.min(low, along);
    high = Math.max(high, along);
  }
  return [low, high];
}

function convexOverlap(first, second) {
  for (const polygon of [first, second]) {
    for (let i = 0; i < polygon.length; i += 1) {
      const [ax, ay] = polygon[i];
      const [bx, by] = polygon[(i + 1) % polygon.length];
      const length = Math.hypot(bx - ax, by - ay);
      if (length < 1e-9) continue;
      const normal = [(by - ay) / length, (ax - bx) / length];
      const [low, high] = shadow(first, normal);
      const [otherLow, otherHigh] = shadow(second, normal);
      if (Math.min(high, otherHigh) - Math.max(low, otherLow) <= SLACK) return false;
    }
  }
  return true;
}

export function overlaps(first, second) {
  const parts = convexParts(second);
  return convexParts(first).some((one) => parts.some((other) => convexOverlap(one, other)));
}

/** The index pairs of polygons that overlap; sweeps from left to right. */
export function overlappingPairs(polygons) {
  const boxes = polygons.map((polygon, index) => ({ ...boxOf(polygon), index })).sort((a, b) => a.left - b.left);
  const pairs = [];
  let active = [];
  for (const box of boxes) {
    active = active.filter((other) => other.right - box.left > SLACK);
    for (const other of active) {
      const apart = other.bottom - box.top <= SLACK || box.bottom - other.top <= SLACK;
      if (!apart && overlaps(polygons[box.index], polygons[other.index])) pairs.push([other.index, box.index]);
    }
    active.push(box);
  }
  return pairs;
}

function edgeDistance(polygon, [px, py]) {
  let least = Infinity;
  for (let i = 0; i < polygon.length; i += 1) {
    const [ax, ay] = polygon[i];
    const [bx, by] = polygon[(i + 1) % polygon.length];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const share = length ? Math.min(1, Math.max(0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length)) : 0;
    least = Math.min(least, Math.hypot(px - ax - share * (bx - ax), py - ay - share * (by - ay)));
  }
  return least;
}

export function surrounds(polygon, [x, y]) {
  let inside = false;
  for (let i = 0; i < polygon.length; i += 1) {
    const [ax, ay] = polygon[i];
    const [bx, by] = polygon[(i + 1) % polygon.length];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

export function liesInside(polygon, outline) {
  const holds = (point) => surrounds(outline, point) || edgeDistance(outline, point) <= SLACK;
  if (!polygon.every(holds)) return false;
  if (outline.some((point) => surrounds(polygon, point) && edgeDistance(polygon, point) > SLACK)) return false;
  return polygon.every(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length];
    return holds([(ax + bx) / 2, (ay + by) / 2]);
  });
}
