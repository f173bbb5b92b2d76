async function g(response: Response){ let total=0; const item = (await response.json()) as { price: number }; total += item.price; return total }
const q = { s: 1, m: 2 } satisfies Record<string, number>; const z: number = q.s;
function isU(v: unknown): v is string { return true }
const cc = {kind:"x"} as const;
type R = Readonly<Partial<Pick<{a:1;b:2},"a">>>; type P = Awaited<Promise<number>>; 
const kk: {mail?: string} = {mail: undefined};
const list: string[]=[]; const l0: string = list[0];
function imp(x) { return x }
export {};