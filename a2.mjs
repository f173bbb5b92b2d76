console.log("ant");
setTimeout(() => console.log("bee"), 0);
const p = new Promise((resolve) => {
  console.log("cat");
  resolve();
  console.log("dog");
});
p.then(() => console.log("elk"));
(async () => { await p; console.log("fox"); })();
console.log("gnu");
