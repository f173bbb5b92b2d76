// Shorter ways for the keyboard: a search over the page, the rows of a list, the decision of a review. Whatever a key
// does here can be reached by Tab and Enter too, and no key but Enter decides anything.

const link = document.querySelector(".find");
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const WRITTEN = "textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])";
// What a row is and where the focus goes in it: the link that opens it, or the verdict on a criterion.
const ROWS = ".continue li, .line > li, .queue > li, .board > li, .history > li, .found > li, .judging .criterion:has([type=radio])";
const OPENS = [":checked", "[type=radio]", "a"];
const single = {
  "/": () => openPalette("/search/"),
  "?": () => openPalette("/keys/"),
  a: () => goTo(document.getElementById("claim-approve")),
  s: () => goTo(document.getElementById("claim-send-back")),
};
// These may be held down.
const steps = { j: () => step(1), k: () => step(-1) };

// Only where this script runs does the key work.
link?.setAttribute("aria-keyshortcuts", isMac ? "Meta+K" : "Control+K");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.getModifierState("AltGraph")) return;
  const act = (event.ctrlKey || event.metaKey ? combined : alone)(event, keyOf(event));
  if (act && act() !== false) event.preventDefault();
});

// A letter is the one that is written; on a keyboard of other letters it is the one that has its place.
function keyOf({ key, code }) {
  if (/^[ -~]$/.test(key) || !/^Key[A-Z]$/.test(code)) return key.toLowerCase();
  return code.at(-1).toLowerCase();
}

function combined(event, key) {
  const isOurs = key === "k" && !event.shiftKey && (isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey);
  return isOurs && !event.repeat ? () => openPalette("/search/") : null;
}

function alone({ target, shiftKey, repeat }, key) {
  const isWritten = target.isContentEditable || target.closest?.(WRITTEN);
  if (!("keys" in document.body.dataset) || isWritten || document.querySelector("dialog[open]")) return null;
  if (shiftKey && /[a-z]/.test(key)) return null;
  return steps[key] ?? (repeat ? null : single[key]);
}

function goTo(element) {
  if (!element?.checkVisibility()) return false;
  element.focus({ focusVisible: true, preventScroll: true });
  // A row is seen as a whole, not only the link in it.
  (element.closest(ROWS) ?? element).scrollIntoView({ block: "nearest" });
}

function opens(row) {
  return OPENS.map((each) => row.querySelector(each)).find(Boolean);
}

// From wherever the focus is: the next row begins after it, the one before it begins before it. Without a focus it is
// the first row that is in view.
function step(way) {
  const rows = [...document.querySelectorAll(ROWS)].map(opens).filter((each) => each?.checkVisibility());
  const from = document.activeElement;
  if (from === document.body || from.id === "main") {
    return goTo(rows.find((each) => each.getBoundingClientRect().top >= 0) ?? rows[0]);
  }
  // Of a criterion any part may have the focus.
  const criterion = from.closest(".judging .criterion");
  const here = (criterion && opens(criterion)) ?? from;
  const side = way > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const beside = rows.filter((each) => here.compareDocumentPosition(each) & side);
  return goTo(way > 0 ? beside[0] : beside.at(-1));
}

// The page of the search has the same field. Elsewhere the dialog is made anew each time, so that it begins empty.
function openPalette(address) {
  const open = document.querySelector("dialog.palette");
  if (open) return leave(open);
  const field = document.getElementById("q");
  if (field) return address === "/search/" ? field.focus() : location.assign(address);
  if (!link) return false;
  const dialog = build(address);
  document.body.append(dialog);
  dialog.showModal();
  use(dialog, dialog.querySelector("#q"));
  htmx.process(dialog);
}

// The field is there at once. What is found, and what stands below it, comes from the server.
function build(address) {
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  dialog.ariaLabel = link.textContent;
  dialog.dataset.offline = link.dataset.offline;
  dialog.innerHTML = `<form role="search" action="/search/"><input type="text" name="q" id="q" maxlength="100" dir="auto"
    enterkeyhint="search" autocomplete="off" autocapitalize="off" spellcheck="false" data-hx-get="/search/" data-hx-target="#found"
    data-hx-trigger="input changed delay:120ms" data-hx-sync="closest form:replace"></form>
    <p class="note" id="said" role="status"></p>
    <div class="results" id="found" data-hx-get="${address}" data-hx-trigger="load" data-hx-sync="previous form:replace"></div>
    <div class="row" id="palette-foot"></div>`;
  dialog.querySelector("#q").ariaLabel = link.textContent;
  dialog.querySelector("#palette-foot").append(link.cloneNode(true));
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

// The focus returns to where it was. What a browser closes by itself is taken away by the event.
function leave(dialog) {
  dialog.close();
  dialog.remove();
}

function use(dialog, field) {
  const links = () => [...dialog.querySelectorAll("#found .found a")];
  // Enter opens the first thing found for what stands in the field, once that is there.
  let shown = null;
  let isAwaited = false;
  const openFirst = () => {
    isAwaited = shown !== field.value;
    if (!isAwaited) links()[0]?.click();
  };
  dialog.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful) shown = detail.requestConfig.parameters.q ?? "";
    if (isAwaited) openFirst();
  });
  dialog.addEventListener("submit", (event) => {
    if (event.target.method === "dialog") return;
    event.preventDefault();
    openFirst();
  });
  dialog.addEventListener("click", ({ target }) => {
    // The dialog itself is pressed only beside what stands in it.
    if (target === dialog || target.closest("a")) leave(dialog);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // A browser closes a dialog some time after the key, and the next key would still be its own.
    if (event.key === "Escape") return leave(dialog);
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = links().indexOf(document.activeElement);
    if (way) {
      event.preventDefault();
      goTo(at + way === -1 ? field : links()[at + way]);
    } else if (at >= 0 && (event.key.length === 1 || event.key === "Backspace")) {
      // Whoever goes on typing means the field.
      field.focus();
    }
  });
}
