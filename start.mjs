const price = 12.5;               // a name that is set once; // begins a remark
let count = 0;                    // a name that may be set again
count += 1;
const items = ["tea", "cup"];     // an array: items[0], items.length
const user = { name: "Ada" };     // an object: user.name, user["name"]
function total(n) { return n * price; }
const twice = (n) => n * 2;       // an arrow function: gives n * 2
if (count === 1) {
  console.log(`sum ${total(2)}`); // backticks, like an f-string: sum 25
}
const half = (n) => { return n / 2; };    // with braces it needs return
for (const item of items) { console.log(item); }
for (let i = 0; i < 2; i++) {     // begin; go on while this holds; then do this
  console.log(i, items[i]);       // 0 tea, then 1 cup
}
console.log(items.map((item) => item.length));     // [ 3, 3 ]
console.log(count > 0 ? "some" : "none");          // a choice: some
switch (items.length) {           // jumps to the case that fits
  case 2: console.log("two"); break;    // break or return: leave the switch
  default: console.log("other");
}
try { throw new Error("full"); }        // like raise
catch (error) { console.log(error.message, error instanceof Error); }
finally { console.log("always"); }
console.log(typeof 3, JSON.stringify(user));  // number {"name":"Ada"}
