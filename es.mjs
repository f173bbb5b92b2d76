const fs=[];
for (var i = 0; i < 3; i++) fs.push(() => i);
for (let i = 0; i < 3; i++) fs.push(() => i);
console.log(fs.map(f=>f()).join(' '));
const tea = { name: "tea", plain() { return this?.name; } };
const { plain } = tea;
console.log(tea.plain(), plain());
const a = { n: 1, tags: ["x"] }, b = { ...a };
b.n = 2;
b.tags.push("y");
console.log(a.n, a.tags.length);
import * as counter from "./counter.mjs";
const { n } = counter;
counter.add(); counter.add();
console.log(counter.n, n);
const item={name:'k',tags:['p','q'],z:1};
const { name, tags: [first], size = 3, ...rest } = item; console.log(name,first,size,rest);
const say={ name: "tea", say: () => this.name }; try{say.say()}catch(e){console.log(e.message)}
