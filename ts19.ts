const old = { page: 1, filter: { tags: ["new"], max: 5 } };
const next = { ...old, filter: { ...old.filter } };
next.page = 2;
next.filter.max = 9;
next.filter.tags.push("sale");
console.log(old.page * 100 + old.filter.max * 10 + old.filter.tags.length);
type Load =
  | { kind: "idle" }
  | { kind: "loading" }
  | { kind: "failed"; message: string }
  | { kind: "done"; rows: string[] };
export {};