// What the map does beyond links, scrolling and sizes: it traces what leads to a station and what that opens, walks the
// routes with the arrow keys, and fills what has become mastered since it was last seen here.

const map = document.querySelector(".map");
const words = document.getElementById("trace");
const stations = new Map([...map.querySelectorAll(".station")].map((each) => [each.id.slice("station-".length), each]));
const routes = [...map.querySelectorAll(".route")].map((path) => ({ path, ...path.dataset }));
const before = neighbours("after", "before");
const after = neighbours("before", "after");
const rest = words.textContent;
// Where the last step along a route began and what it could have led to, so that another branch can be chosen.
let fork = { from: null, choices: [] };

function neighbours(from, to) {
  const found = new Map([...stations.keys()].map((key) => [key, []]));
  for (const route of routes) found.get(route[from])?.push(route[to]);
  // From top to bottom as they are seen, so that up and down mean what they say.
  for (const keys of found.values()) keys.sort((a, b) => placeOf(a) - placeOf(b));
  return found;
}

function placeOf(key) {
  return Number(stations.get(key).querySelector("text").getAttribute("y"));
}

function reach(key, next, found = new Set()) {
  for (const each of next.get(key)) if (!found.has(each)) reach(each, next, found.add(each));
  return found;
}

function trace(key) {
  if (!stations.has(key)) return clear();
  const above = reach(key, before);
  const below = reach(key, after);
  map.classList.add("tracing");
  for (const [each, station] of stations) {
    station.classList.toggle("lit", each === key || above.has(each) || below.has(each));
    station.classList.toggle("traced", each === key);
  }
  for (const { path, before: start, after: end } of routes) {
    const isBelow = start === key || below.has(start);
    path.classList.toggle("lit", isBelow || end === key || above.has(end));
    path.classList.toggle("below", isBelow);
  }
  words.textContent = sentence(key, above.size, below.size);
}

function sentence(key, above, below) {
  const said = fill(words.dataset.said, { name: stations.get(key).getAttribute("aria-label"), before: above, after: below });
  const place = fork.choices.indexOf(key) + 1;
  if (!place || fork.choices.length < 2) return said;
  return `${said} ${fill(words.dataset.branch, { place, of: fork.choices.length })}`;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function clear() {
  map.classList.remove("tracing");
  words.textContent = rest;
}

const keyOf = (element) => element?.closest?.(".station")?.id.slice("station-".length);
// What has the focus stays traced while the pointer wanders over paper.
const focused = () => keyOf(document.activeElement);

map.addEventListener("pointerover", ({ target }) => trace(keyOf(target) ?? focused()));
map.addEventListener("pointerleave", () => trace(focused()));
map.addEventListener("focusin", ({ target }) => trace(keyOf(target)));
map.addEventListener("focusout", clear);

// Right goes to what a station opens, left to what it rests on; up and down choose among the branches of that step.
map.addEventListener("keydown", (event) => {
  const key = keyOf(event.target);
  if (!key || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const goal = { ArrowRight: () => along(key, after), ArrowLeft: () => along(key, before), ArrowDown: () => beside(key, 1), ArrowUp: () => beside(key, -1) }[event.key]?.();
  if (!goal) return;
  // The frame would scroll by the same key; the focus brings the station into view.
  event.preventDefault();
  stations.get(goal).focus();
});

function along(key, next) {
  const choices = next.get(key);
  if (!choices.length) return null;
  // Back the way one came: the branch that was chosen before is not chosen anew.
  const goal = choices.includes(fork.from) ? fork.from : choices[0];
  fork = { from: key, choices };
  return goal;
}

function beside(key, step) {
  const at = fork.choices.indexOf(key);
  if (at >= 0 && fork.choices.length > 1) return fork.choices[(at + step + fork.choices.length) % fork.choices.length];
  const all = [...stations.keys()];
  fork = { from: null, choices: [] };
  return all[all.indexOf(key) + step];
}

// Mastery is given while its learner is away, so what is new is what this browser has not shown yet.
const SEEN = "mastered on the map";
const mastered = [...stations].filter(([, station]) => station.dataset.state === "mastered").map(([key]) => key);
try {
  const seen = JSON.parse(localStorage.getItem(SEEN));
  // On the first visit nothing is new, however much is mastered.
  for (const key of seen ? mastered.filter((each) => !seen.includes(each)) : []) {
    stations.get(key).classList.add("new");
    for (const { path, before: start } of routes) path.classList.toggle("new", start === key || path.classList.contains("new"));
  }
  localStorage.setItem(SEEN, JSON.stringify(mastered));
} catch {
  // A browser that keeps nothing shows the map as it is.
}
