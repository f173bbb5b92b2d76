function first<T>(items: T[]): T | undefined { return items[0]; }
function pluck<T, K extends keyof T>(item: T, key: K): T[K] { return item[key]; }
const n = first([3, 4]);              // number | undefined
const s = pluck({ name: "Ada", age: 36 }, "name");     // string
const n2: number|undefined=n; const s2:string=s;type Result<T, E> = { ok: true; value: T } | { ok: false; error: E };
type User = { name: string; age: number };

function toUser(data: unknown): Result<User, string> {
  if (typeof data !== "object" || data === null) {
    return { ok: false, error: "no object" };    // typeof null is "object"
  }
  if (!("name" in data) || typeof data.name !== "string") {
    return { ok: false, error: "name" };
  }
  if (!("age" in data) || typeof data.age !== "number") {
    return { ok: false, error: "age" };
  }
  return { ok: true, value: { name: data.name, age: data.age } };
}
try{}catch(error){ const u: string = error; } export {};