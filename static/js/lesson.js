// In a lesson: a button that copies a program, and contents that follow the reader. The page reads as well without.

const lesson = document.getElementById("lesson");
const live = document.getElementById("live");
const PROGRAMS = '.listing:is([data-kind="run"], [data-kind="show"])';
const WIDE = ".listing > pre, .formula, .wide";

async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    live.textContent = lesson.dataset.copied;
  } catch {
    getSelection().selectAllChildren(code);
    live.textContent = lesson.dataset.refused;
  }
}

function offer(listing) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-plain button-small";
  button.textContent = lesson.dataset.copy;
  button.addEventListener("click", () => copy(listing.querySelector("code")));
  listing.querySelector("pre").before(button);
}

// The Tab key stops only at what can be moved. Without script it stops at all that might be.
const room = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

// What comes later, such as the answer to a question, is tended as it comes.
function tend(part) {
  for (const listing of part.querySelectorAll(`${PROGRAMS}:not(:has(> button))`)) offer(listing);
  for (const wide of part.querySelectorAll(WIDE)) room.observe(wide);
}

// A link leads into a part that is closed: it is opened, and what is meant is shown when it has come.
let meant = "";

function arrive() {
  meant = decodeURIComponent(location.hash.slice(1));
  const part = document.getElementById(meant) ?? document.getElementById(meant.replace(/\.q\d+$/, ".questions"));
  if (part?.matches("details")) part.open = true;
}

if (lesson) {
  tend(document.querySelector("main"));
  document.body.addEventListener("htmx:load", ({ target }) => {
    tend(target);
    if (meant && target.id === meant) target.scrollIntoView();
    if (target.id === meant) meant = "";
  });
  addEventListener("hashchange", arrive);
  // A part asks for what stands in it by htmx, which is ready then.
  document.addEventListener("DOMContentLoaded", arrive);
}

// The section that is being read is the last one whose heading has gone past the upper third of the window.
const links = [...document.querySelectorAll(".on-page a")];
const heads = links.map((link) => document.getElementById(link.hash.slice(1)));

function follow() {
  const line = innerHeight / 3;
  const at = heads.findLastIndex((head) => head && head.getBoundingClientRect().top < line);
  links.forEach((link, place) => (place === at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
}

if (heads.some(Boolean)) {
  const seen = new IntersectionObserver(follow, { rootMargin: "0px 0px -66% 0px" });
  heads.forEach((head) => head && seen.observe(head));
  follow();
}
