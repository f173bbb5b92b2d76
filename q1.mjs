const fs = [];
for (var i = 0; i < 3; i++) fs.push(() => i);      // later: 3 3 3
for (let i = 0; i < 3; i++) fs.push(() => i);      // later: 0 1 2

const tea = { name: "tea", plain() { return this?.name; } };
const { plain } = tea;
console.log(tea.plain(), plain());                 // tea undefined

const a = { n: 1, tags: ["x"] }, b = { ...a };
b.n = 2;
b.tags.push("y");
console.log(a.n, a.tags.length);                   // 1 2

// counter.mjs: export let n = 0; export const add = () => { n += 1; };
import * as counter from "./counter.mjs";
const { n } = counter;                             // copied now
counter.add();
counter.add();
console.log(counter.n, n);                         // 2 0
