// main.mjs
console.log("elk");
import { ready } from "./shop.mjs";
import "./log.mjs";
console.log(ready());

// shop.mjs
import "./log.mjs";
console.log("cat");
export function ready() { return "owl"; }
console.log("fox");

// log.mjs
console.log("bee");
