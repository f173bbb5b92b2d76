// What htmx leaves to the page: to say that it waits, to keep the focus, and to say what went wrong.
// Everything here adds to forms that work without it.

const live = document.getElementById("live");
const BUSY_AFTER = 150;
const SAID_FOR = 10_000;
const TRIED_AGAIN_AFTER = 3_000;
const waiting = new Map();
const pressed = new Set();
const hadFocus = new WeakSet();
let silence = 0;

const isGood = ({ status }) => status >= 200 && status < 400;
const isPressed = (elt) => elt.matches("button, form");

// A quick answer shows nothing; a slow one dims the region that will change.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, target, xhr } }) => {
  forget(target);
  pressed.add(elt);
  if (elt.contains(document.activeElement)) hadFocus.add(xhr);
  waiting.set(xhr, setTimeout(() => target.setAttribute("aria-busy", "true"), BUSY_AFTER));
});

document.addEventListener("htmx:afterRequest", ({ detail: { elt, target, xhr } }) => {
  pressed.delete(elt);
  clearTimeout(waiting.get(xhr));
  waiting.delete(xhr);
  target.removeAttribute("aria-busy");
  if (isGood(xhr)) forget(document);
});

// A second press before the answer is the same press. htmx would keep it and send it afterwards.
document.addEventListener("htmx:confirm", (event) => {
  const { elt } = event.detail;
  if (isPressed(elt) && pressed.has(elt)) event.preventDefault();
});

// What somebody types is saved after a pause, by an element of the form that also listens to "save". A button beside the
// form that changes the region around it waits until all of it is saved: the answer may take the form away.
const unsaved = new Map();
const sent = new WeakMap();
const formOf = (element) => element.form ?? element.closest("form");
const saverOf = (form) => form?.querySelector("[data-hx-trigger~=save]");
const save = (form) => saverOf(form)?.dispatchEvent(new Event("save"));
const unsavedHere = () => [...unsaved.keys()].filter((form) => form.isConnected);

document.addEventListener("input", ({ target: { form } }) => {
  if (saverOf(form) || unsaved.has(form)) unsaved.set(form, Symbol("what is typed by now"));
});
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, xhr } }) => sent.set(xhr, unsaved.get(formOf(elt))));
// Before the answer is followed: it may lead to another page, which must not ask whether to leave this one.
document.addEventListener("htmx:beforeOnLoad", ({ detail: { elt, xhr } }) => {
  const form = formOf(elt);
  if (isGood(xhr) && unsaved.get(form) === sent.get(xhr)) unsaved.delete(form);
});
document.addEventListener("submit", ({ target }) => unsaved.delete(target));

// What could not be saved is tried again by itself, after longer and longer waits. What could not be sent waits for its
// button, and is not left behind without a question.
const tries = new WeakMap();
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  const form = formOf(elt);
  if (isGood(xhr)) tries.delete(form);
  if (isGood(xhr) || xhr.status === 422 || !hasText(form)) return;
  if (!unsaved.has(form)) unsaved.set(form, Symbol("what was not sent"));
  const tried = tries.get(form) ?? 0;
  tries.set(form, tried + 1);
  if (!saverOf(form) || (xhr.status >= 400 && xhr.status < 429)) return;
  setTimeout(() => unsaved.has(form) && form.isConnected && save(form), TRIED_AGAIN_AFTER * 2 ** Math.min(tried, 5));
});
// Some browsers say that they are connected a moment before they are.
addEventListener("online", () => {
  for (const form of unsavedHere()) {
    tries.delete(form);
    save(form);
  }
});
addEventListener("beforeunload", (event) => {
  if (unsavedHere().length) event.preventDefault();
});

document.addEventListener("htmx:confirm", (event) => {
  const { elt, target, issueRequest } = event.detail;
  const form = unsavedHere().find((each) => saverOf(each) && target.contains(each) && !each.contains(elt));
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const goOn = ({ detail }) => {
    if (formOf(detail.elt) !== form) return;
    if (unsaved.has(form) && isGood(detail.xhr)) return;
    document.removeEventListener("htmx:afterRequest", goOn);
    if (isGood(detail.xhr)) issueRequest(true);
  };
  document.addEventListener("htmx:afterRequest", goOn);
  save(form);
});

// The browser may show a page again as it was left. What it says of somebody's standing may be untrue by then, so it
// is asked for anew, unless that would lose what was typed.
addEventListener("pageshow", ({ persisted }) => {
  const isLost = (field) => field.value !== field.defaultValue && (!saverOf(field.form) || unsaved.has(field.form));
  if (persisted && document.body.dataset.hxHeaders && ![...document.querySelectorAll("textarea")].some(isLost)) {
    location.reload();
  }
});

// A browser leaves out the fade between two pages where the window changes its size meanwhile, or somebody goes on
// at once. That is no fault, and is not told as one.
for (const name of ["pageswap", "pagereveal"]) {
  addEventListener(name, ({ viewTransition }) => viewTransition?.ready.catch(() => {}));
}

// htmx gives the focus back to the element of the same id. Where the pressed button is gone, the answer names the
// heir by `data-focus`; without one it is the changed region itself, so that nobody is thrown to the top of the page.
// Only a focus that was lost is moved: somebody may have gone on in the meantime.
document.addEventListener("htmx:afterSettle", ({ target: settled, detail: { target, xhr } }) => {
  if (!hadFocus.delete(xhr) || document.activeElement !== document.body) return;
  const region = document.getElementById(target.id) ?? settled;
  const heir = region.matches("[data-focus]") ? region : (region.querySelector("[data-focus]") ?? region);
  if (heir === region && !region.hasAttribute("tabindex")) region.setAttribute("tabindex", "-1");
  heir.focus({ preventScroll: true });
  if (heir.id === "done") heir.scrollIntoView({ block: "nearest" });
});

// What was done is said where it was, with its undo, until the next change: the one before is no longer the last.
document.addEventListener("htmx:afterSwap", ({ detail: { requestConfig, target, xhr } }) => {
  if (!isPressed(requestConfig.elt) || !isGood(xhr)) return;
  const region = document.getElementById(target.id);
  document.querySelectorAll("#done, .messages form").forEach((each) => region?.contains(each) || each.remove());
});

// A region that would change beside the answer stays as it is while there is a text in it that nobody has sent.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if ([...event.target.querySelectorAll("textarea")].some((field) => field.value)) event.preventDefault();
});

// A row that changes beside the answer comes closed; where its criteria are open, they stay open.
document.addEventListener("htmx:oobBeforeSwap", ({ target, detail: { fragment } }) => {
  const open = target.querySelector(".more[aria-expanded=true]");
  const more = open && fragment.querySelector(".more");
  more?.setAttribute("aria-expanded", "true");
  more?.setAttribute("data-hx-get", open.getAttribute("data-hx-get"));
});

document.addEventListener("htmx:sendError", ({ detail }) => explain(detail, detail.target.closest("[data-offline]")?.dataset.offline ?? withRest(live?.dataset.offline, detail.elt)));
document.addEventListener("htmx:timeout", ({ detail }) => explain(detail, withRest(live?.dataset.silent, detail.elt)));
document.addEventListener("htmx:responseError", ({ detail }) => explain(detail, sentence(detail)));

function hasText(form) {
  return form && [...form.querySelectorAll("textarea")].some((field) => field.value);
}

// What becomes of a change that may or may not have been made, and of what was typed for it.
function withRest(words, elt) {
  const form = formOf(elt);
  const rest = hasText(form) ? (saverOf(form) ? "later" : "again") : "look";
  return words && `${words} ${live.dataset[rest]}`;
}

// The server answers a script with one plain sentence; whatever stands before it (a proxy, say) does not.
function sentence({ elt, xhr }) {
  if (xhr.status >= 500 && hasText(formOf(elt))) return withRest(live?.dataset.broken, elt);
  const type = xhr.getResponseHeader("Content-Type") ?? "";
  if (type.startsWith("text/plain") && xhr.responseText.length < 400) return xhr.responseText;
  if (xhr.status === 403) return live?.dataset.expired;
  if (xhr.status === 429) return live?.dataset.many;
  return xhr.status < 500 ? live?.dataset.refused : withRest(live?.dataset.broken, elt);
}

// Said to ears, and written where the person was looking: beside what was pressed, or in the region that would have
// changed. That stays as it is, with all that was typed.
function explain({ elt, target: region }, words) {
  if (!words) return;
  // What is tried again by itself is not said aloud again.
  if (live && (isPressed(elt) || !(tries.get(formOf(elt)) > 1))) live.textContent = words;
  if (!region || region === document.body) return;
  const beside = elt.closest(".judge, .act, .decide, .standing, .done, .row, li, form");
  const note = document.createElement("p");
  note.className = "error";
  note.dataset.explains = "";
  note.textContent = words;
  // What is beside an open dialog is not heard.
  if (region.closest("dialog")) note.setAttribute("role", "alert");
  (region.contains(beside) ? beside : region).append(note);
}

function forget(region) {
  region?.querySelectorAll("[data-explains]").forEach((note) => note.remove());
}

// The sentence stands over the page, so it goes again, at once by Escape, and never over what has the focus. What it
// said can be seen in the region that changed.
if (live) {
  new MutationObserver(() => {
    clearTimeout(silence);
    if (!live.textContent) return;
    silence = setTimeout(() => live.replaceChildren(), SAID_FOR);
    if (document.querySelector("#done, [data-explains]")) return;
    const said = live.getBoundingClientRect();
    const focused = document.activeElement.getBoundingClientRect();
    if (focused.bottom > said.top && focused.top < said.bottom && focused.height < said.top) {
      document.activeElement.scrollIntoView({ block: "nearest" });
    }
  }).observe(live, { childList: true, characterData: true, subtree: true });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && live.replaceChildren());
}
