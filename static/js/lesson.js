// In a lesson: a button that copies a program, and contents that follow the reader. The page reads as well without.

const lesson = document.getElementById("lesson");
const live = document.getElementById("live");

for (const listing of lesson?.querySelectorAll('.listing[aria-label="Program"]') ?? []) {
  const around = document.createElement("div");
  around.className = "copied";
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "button button-plain button-small";
  copy.textContent = lesson.dataset.copy;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(listing.textContent);
    live.textContent = lesson.dataset.copied;
  });
  listing.before(around);
  around.append(listing, copy);
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
