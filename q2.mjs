const fs = [];
for (var i = 1; i <= 3; i++) {
  const j = i * 10;
  fs.push(() => i + j);
}
console.log(fs.map((f) => f()).join(" "));
try{button.f()}catch(e){console.log(e.constructor.name,e.message)}