let n = 3;                                  // inferred: number
function area(w: number, h = 1): number { return w * h; }
type User = { name: string; mail?: string };
type Size = "s" | "m" | number;             // a union; "s" is a literal type
const sizes: Size[] = ["s", 7];             // an array of them
const pair: [string, number] = ["a", 1];    // two entries of known types
const cost: Record<"s" | "m", number> = { s: 1, m: 2 };    // each key needed
export {};