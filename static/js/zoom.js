// Finer steps of size than the three radios, and dragging with a mouse. A stylesheet alone can do neither: it cannot step
// on from the size that is seen, nor move what can be scrolled. Fingers scroll and pinch as everywhere, and whoever uses
// keys has the two buttons. Sizes are properties of the element, which the policy lets a script set.

const frame = document.getElementById("map-frame");
const map = frame.querySelector(".map");
const [smaller, larger] = document.querySelectorAll(".zoom button");
const said = document.querySelector(".zoom output");
const sizes = [...document.querySelectorAll("input[name=size]")];
const STEPS = [0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1, 1.2, 1.5, 1.8, 2.2, 2.7];
// Of two sizes that are this close the eye sees one.
const ALIKE = 1.02;
// A hand is never quite still: a press that moves less far follows a link.
const STILL = 4;

const natural = Number(map.getAttribute("width"));
const scale = () => map.getBoundingClientRect().width / natural;
const percent = (size) => new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(size);
const smallerThan = (size) => STEPS.findLast((step) => step * ALIKE < size);
const largerThan = (size) => STEPS.find((step) => step > size * ALIKE);

// What is in the middle stays there.
function keepingMiddle(change) {
  const was = map.getBoundingClientRect();
  const box = frame.getBoundingClientRect();
  const x = (box.left + box.width / 2 - was.left) / was.width;
  const y = (box.top + box.height / 2 - was.top) / was.height;
  change();
  const is = map.getBoundingClientRect();
  frame.scrollLeft += is.left + x * is.width - box.left - box.width / 2;
  frame.scrollTop += is.top + y * is.height - box.top - box.height / 2;
}

function show(size) {
  if (!size) return;
  keepingMiddle(() => {
    map.classList.add("sized");
    map.style.setProperty("--drawn", `${natural * size}px`);
  });
  for (const each of sizes) each.checked = false;
  tell();
}

// A button that does nothing any more keeps the focus, and says so.
function tell() {
  said.textContent = percent(scale());
  smaller.ariaDisabled = String(!smallerThan(scale()));
  larger.ariaDisabled = String(!largerThan(scale()));
}

smaller.addEventListener("click", () => show(smallerThan(scale())));
larger.addEventListener("click", () => show(largerThan(scale())));
for (const each of sizes) {
  each.addEventListener("change", () => {
    map.classList.remove("sized");
    tell();
  });
}
addEventListener("resize", tell);

// A browser that brings a page back brings its radios back too: none is chosen where the size was another.
if (!sizes.some((each) => each.checked)) document.getElementById("size-read").checked = true;
document.querySelector(".zoom").hidden = false;
frame.classList.add("draggable");
tell();

// Where a drag began and what was in sight then; null while there is none.
let drag = null;

frame.addEventListener("pointerdown", (event) => {
  const { pointerType, button, clientX, clientY } = event;
  // Beside its content the frame has bars, which are dragged by the browser.
  const isOnBar = event.offsetX > frame.clientWidth && event.target === frame;
  if (pointerType !== "mouse" || button !== 0 || isOnBar) return;
  drag = { clientX, clientY, left: frame.scrollLeft, top: frame.scrollTop, isMoving: false };
});

frame.addEventListener("pointermove", ({ clientX, clientY, pointerId, buttons }) => {
  if (!drag) return;
  // The button was let go of where nobody told us.
  if (!(buttons & 1)) return end();
  const x = clientX - drag.clientX;
  const y = clientY - drag.clientY;
  if (!drag.isMoving && Math.hypot(x, y) < STILL) return;
  if (!drag.isMoving) frame.setPointerCapture(pointerId);
  drag.isMoving = true;
  frame.classList.add("dragged");
  frame.scrollTo({ left: drag.left - x, top: drag.top - y, behavior: "instant" });
});

function end() {
  // The press that ends a drag is no press on the link where it ends. It comes right after this.
  if (drag?.isMoving) {
    const swallow = (event) => event.preventDefault();
    frame.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => frame.removeEventListener("click", swallow, { capture: true }));
  }
  drag = null;
  frame.classList.remove("dragged");
}

frame.addEventListener("pointerup", end);
frame.addEventListener("pointercancel", end);
// A link would be dragged out of the page, as a picture is.
frame.addEventListener("dragstart", (event) => event.preventDefault());
