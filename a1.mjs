console.log("A");
setTimeout(() => console.log("B"), 0);
Promise.resolve().then(() => {
  console.log("C");
  queueMicrotask(() => console.log("D"));
});
async function work() {
  console.log("E");
  await null;
  console.log("F");
}
work();
console.log("G");
