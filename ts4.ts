type Point={ x: number; y: number }; type Pin={ x: number; y: number; label: string };
function f(point: Point, pin: Pin, raw: unknown, maybe: string|null) {
const a: Pin = point;
const b: Point = pin;
const c: Point = { x: 1, y: 2, label: "home" };
const d: unknown = maybe;
const e: number = raw;
const f: string = maybe ?? "none";
} export {};