// What htmx leaves to the page: to say that it waits, to keep the focus, and to say what went wrong.
// Everything here adds to forms that work without it.

const live = document.getElementById("live");
const BUSY_AFTER = 150;
const SAID_FOR = 10_000;
const waiting = new Map();
const hadFocus = new WeakSet();
let silence = 0;

// A quick answer shows nothing; a slow one dims the region that will change.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, target, xhr } }) => {
  forget(target);
  if (elt.contains(document.activeElement)) hadFocus.add(xhr);
  waiting.set(xhr, setTimeout(() => target.setAttribute("aria-busy", "true"), BUSY_AFTER));
});

document.addEventListener("htmx:afterRequest", ({ detail: { target, xhr } }) => {
  clearTimeout(waiting.get(xhr));
  waiting.delete(xhr);
  target.removeAttribute("aria-busy");
});

// What somebody types is saved after a pause, by an element of the form that also listens to "save". A button beside the
// form that changes the region around it waits until all of it is saved: the answer may take the form away.
const unsaved = new Map();
const sent = new WeakMap();
const formOf = (element) => element.form ?? element.closest("form");
const saverOf = (form) => form?.querySelector("[data-hx-trigger~=save]");

document.addEventListener("input", ({ target: { form } }) => {
  if (saverOf(form)) unsaved.set(form, Symbol("what is typed by now"));
});
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, xhr } }) => sent.set(xhr, unsaved.get(formOf(elt))));
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  const form = formOf(elt);
  if (xhr.status >= 200 && xhr.status < 400 && unsaved.get(form) === sent.get(xhr)) unsaved.delete(form);
});

document.addEventListener("htmx:confirm", (event) => {
  const { elt, target, issueRequest } = event.detail;
  const form = [...unsaved.keys()].find((each) => target.contains(each) && !each.contains(elt));
  if (!form) return;
  event.preventDefault();
  const goOn = ({ detail }) => {
    if (formOf(detail.elt) !== form) return;
    const isRefused = !(detail.xhr.status >= 200 && detail.xhr.status < 400);
    if (unsaved.has(form) && !isRefused) return;
    document.removeEventListener("htmx:afterRequest", goOn);
    if (!isRefused) issueRequest(true);
  };
  document.addEventListener("htmx:afterRequest", goOn);
  saverOf(form).dispatchEvent(new Event("save"));
});

// htmx gives the focus back to the element of the same id. Where the pressed button is gone, the answer names the
// heir by `data-focus`; without one it is the changed region itself, so that nobody is thrown to the top of the page.
// Only a focus that was lost is moved: somebody may have gone on in the meantime.
document.addEventListener("htmx:afterSettle", ({ target: settled, detail: { target, xhr } }) => {
  if (!hadFocus.delete(xhr) || document.activeElement !== document.body) return;
  const region = document.getElementById(target.id) ?? settled;
  const heir = region.matches("[data-focus]") ? region : (region.querySelector("[data-focus]") ?? region);
  if (heir === region && !region.hasAttribute("tabindex")) region.setAttribute("tabindex", "-1");
  heir.focus({ preventScroll: true });
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

document.addEventListener("htmx:sendError", ({ detail }) => explain(detail.target, (detail.target.closest("[data-offline]") ?? live)?.dataset.offline));
document.addEventListener("htmx:timeout", ({ detail }) => explain(detail.target, live?.dataset.silent));
document.addEventListener("htmx:responseError", ({ detail: { target, xhr } }) => explain(target, sentence(xhr)));

// The server answers a script with one plain sentence; whatever stands before it (a proxy, say) does not.
function sentence(xhr) {
  const type = xhr.getResponseHeader("Content-Type") ?? "";
  if (type.startsWith("text/plain") && xhr.responseText.length < 400) return xhr.responseText;
  if (xhr.status === 403) return live?.dataset.expired;
  if (xhr.status === 429) return live?.dataset.many;
  return xhr.status < 500 ? live?.dataset.refused : live?.dataset.broken;
}

// Said to ears, and written where the person was looking. The region itself stays as it is, with all that was typed.
function explain(region, words) {
  if (!words) return;
  say(words);
  if (!region || region === document.body) return;
  const note = document.createElement("p");
  note.className = "error";
  note.dataset.explains = "";
  note.textContent = words;
  // What is beside an open dialog is not heard.
  if (region.closest("dialog")) note.setAttribute("role", "alert");
  region.append(note);
}

function forget(region) {
  region?.querySelectorAll("[data-explains]").forEach((note) => note.remove());
}

function say(words) {
  if (live) live.textContent = words;
}

// The sentence stands over the page, so it goes again; what it said can be seen in the region that changed.
if (live) {
  new MutationObserver(() => {
    clearTimeout(silence);
    if (live.textContent) silence = setTimeout(() => live.replaceChildren(), SAID_FOR);
  }).observe(live, { childList: true, characterData: true, subtree: true });
}
