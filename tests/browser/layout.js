/* The facts of a page's layout at its present width, as sentences about what is wrong. Called with what to ask for. */
({ measure }) => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  /* Their letters are wider or narrower, and no measure is known for them here. */
  const OTHER_SCRIPTS = /[^\0-\u024f\u2000-\u206f]/u;
  const LONGEST_WORD = 20;
  const root = document.documentElement, faults = new Set();
  const called = (element) => {
    const id = element.id ? `#${element.id}` : "", kind = element.getAttribute("class");
    return `${element.localName}${id}${kind ? `.${kind.trim().replace(/\s+/g, ".")}` : ""}`;
  };
  const say = (fact, element, words = element.textContent) =>
    faults.add(`${fact}: ${called(element)} “${[...words.trim().replace(/\s+/g, " ")].slice(0, 60).join("")}”`);

  const styles = new Map(), clips = new Map(), blocks = new Map();
  const styleOf = (element) => styles.get(element) ?? styles.set(element, getComputedStyle(element)).get(element);
  const isFor = (element, selector) => Boolean(element.closest(selector));
  /* For ears only, or not there yet: the link that leads past the bar, and boxes without an extent. */
  const isHidden = (element, box) => box.width <= 1 || box.height <= 1 || box.bottom <= 0;
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && !isFor(element, ".quiet");
  /* Browsers set what is in a formula as its fonts ask for; the formula itself stands in its line as a whole. */
  const formulaOf = (element) => element.closest("math");
  const blockOf = (element) => {
    if (!blocks.has(element))
      blocks.set(element, /^(inline|inline math|contents|ruby)$/.test(styleOf(element).display) ? blockOf(element.parentElement) : element);
    return blocks.get(element);
  };
  /* Where what is in an element can be seen: inside of all that scrolls or cuts around it. */
  const clipOf = (element) => {
    if (element === document.body || !element.parentElement) return { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6, scrolls: false };
    if (!clips.has(element)) {
      const style = styleOf(element), outer = clipOf(element.parentElement);
      if (style.overflowX === "visible" || style.display === "inline" || element.localName === "svg") clips.set(element, outer);
      else {
        const box = element.getBoundingClientRect();
        const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
        clips.set(element, {
          left: Math.max(box.left, outer.left), right: Math.min(box.right, outer.right),
          top: Math.max(box.top, outer.top), bottom: Math.min(box.bottom, outer.bottom),
          scrolls: scrolls || outer.scrolls,
        });
      }
    }
    return clips.get(element);
  };
  const stays = (element) => element.closest(".decide, .trace, .live, .rail, dialog, [popover]");
  const within = (box, clip) => ({
    left: Math.max(box.left, clip.left), right: Math.min(box.right, clip.right),
    top: Math.max(box.top, clip.top), bottom: Math.min(box.bottom, clip.bottom),
  });

  /* Every line of text, and every control. */
  const things = [];
  const read = (element, box, words) => {
    const clip = clipOf(element), block = blockOf(element);
    if (!clip.scrolls) {
      if (box.left < clip.left - 1 || box.right > clip.right + 1) say("is cut", element, words);
      if (box.left < -1 || box.right > root.clientWidth + 1) say("leaves the window", element, words);
    }
    if (!(element instanceof SVGElement) && !clip.scrolls) {
      const room = block.getBoundingClientRect(), slack = 0.35 * box.height;
      /* Spaces that are kept hang out at the end of a line. */
      const aside = styleOf(element).whiteSpaceCollapse === "preserve" ? 12 : 1.5;
      if (box.left < room.left - aside || box.right > room.right + aside) say("spills out at the side", element, words);
      if (box.top < room.top - slack || box.bottom > room.bottom + slack) say("spills out above or below", element, words);
    }
    const seen = within({ left: box.left, right: box.right, top: box.top + 0.2 * box.height, bottom: box.bottom - 0.2 * box.height }, clip);
    if (seen.right > seen.left && seen.bottom > seen.top) things.push({ element, block, words, stays: stays(element), ...seen });
  };
  /* Only a word that no line has room for breaks; what people wrote may hold any. */
  const readWords = (text, element) => {
    if (isFor(element, ".evidence, .said, .lesson, pre")) return;
    for (const { 0: word, index } of text.data.matchAll(/[^\s\-–—/]+/g)) {
      if (word.length > LONGEST_WORD) continue;
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
      if (boxes.some((box) => box.top > boxes[0].bottom - 2)) say(`breaks “${word}”`, element);
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Map(), formulas = new Set(), range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode, element = text.parentElement, words = text.data.trim();
    if (!words || /^(script|style|option|textarea|title)$/.test(element.localName)) continue;
    if (!seen.has(element)) seen.set(element, isSeen(element));
    if (!seen.get(element)) continue;
    if (formulaOf(element)) {
      const formula = formulaOf(element);
      if (!formulas.has(formula)) read(formula, formula.getBoundingClientRect(), formula.textContent);
      formulas.add(formula);
      continue;
    }
    if (element instanceof SVGElement) {
      const label = element.closest("text");
      /* A picture may show a part of itself; what it says in words is told by its label. */
      if (label && !isFor(label, "[role=img]") && text === label.firstChild) read(label, label.getBoundingClientRect(), words);
      continue;
    }
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()].filter((box) => !isHidden(element, box));
    for (const box of lines) read(element, box, words);
    if (lines.length > 1) readWords(text, element);
  }
  const controls = [...document.querySelectorAll(CONTROLS)].filter(isSeen).filter((each) => styleOf(each).opacity !== "0");
  for (const element of controls) {
    if (styleOf(element).display === "inline" || element.closest("svg")) continue;
    const box = element.getBoundingClientRect(), clip = clipOf(element);
    if (isHidden(element, box)) continue;
    if (!clip.scrolls && (box.left < -1 || box.right > root.clientWidth + 1)) say("leaves the window", element);
    const shown = within(box, clip);
    if (shown.right > shown.left && shown.bottom > shown.top)
      things.push({ element, block: element, words: element.textContent, stays: stays(element), ...shown });
  }

  /* Nothing lies on anything else; what stays in sight while one scrolls does so on purpose. */
  things.sort((one, other) => one.top - other.top);
  let open = [];
  for (const thing of things) {
    open = open.filter((other) => other.bottom > thing.top + 1);
    for (const other of open) {
      const across = Math.min(thing.right, other.right) - Math.max(thing.left, other.left);
      if (across <= 1.5 || Math.min(thing.bottom, other.bottom) - thing.top <= 1.5) continue;
      if (thing.block === other.block || thing.stays !== other.stays) continue;
      if (thing.element.contains(other.element) || other.element.contains(thing.element)) continue;
      say(`lies on ${called(other.element)} “${[...other.words.trim()].slice(0, 40).join("")}”`, thing.element, thing.words);
    }
    open.push(thing);
  }

  /* No box hides a part of what is in it. */
  for (const element of document.body.querySelectorAll("*")) {
    if (!(element instanceof HTMLElement) || !isSeen(element) || /^(input|textarea|select)$/.test(element.localName)) continue;
    const style = styleOf(element);
    const cuts = (way) => /hidden|clip/.test(way) && !element.querySelector("[role=img]");
    if (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1) say("is cut", element);
    if (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1) say("is cut", element);
    if (cuts(style.overflowX) && style.textOverflow === "ellipsis") say("would be cut by an ellipsis", element);
  }
  if (root.scrollWidth > root.clientWidth) faults.add("scrolls sideways");

  /* Whatever is pressed is large enough, or has room around it (WCAG 2.5.8); and as large as the house wants it. */
  const targets = [];
  for (const element of document.querySelectorAll(CONTROLS)) {
    if (!isSeen(element) || isFor(element, ".skip, svg")) continue;
    const boxes = [element, ...(/radio|checkbox/.test(element.type) ? element.labels : [])].map((each) => each.getBoundingClientRect());
    const box = {
      left: Math.min(...boxes.map((each) => each.left)), right: Math.max(...boxes.map((each) => each.right)),
      top: Math.min(...boxes.map((each) => each.top)), bottom: Math.max(...boxes.map((each) => each.bottom)),
    };
    const wide = box.right - box.left, high = box.bottom - box.top;
    if (wide <= 1 || high <= 1) continue;
    const after = getComputedStyle(element, "::after");
    const isStretched = after.position === "absolute" && after.content !== "none";
    const isInline = styleOf(element).display === "inline";
    const isInText = isInline && blockOf(element).textContent.trim().length > element.textContent.trim().length + 1;
    targets.push({ element, ...box, x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2,
      isSmall: !isStretched && !isInText && (wide < 23.5 || high < 23.5), isStretched });
    const least = element.matches(".button-small") ? 30 : element.matches(".button, select, textarea, input:not([type=radio], [type=checkbox])") ? 40 : 0;
    if (high < least - 0.5) say(`is ${Math.round(high)} px high`, element);
  }
  for (const small of targets.filter((each) => each.isSmall))
    for (const other of targets) {
      if (other === small || other.isStretched || small.element.contains(other.element) || other.element.contains(small.element)) continue;
      const x = Math.max(other.left - small.x, 0, small.x - other.right), y = Math.max(other.top - small.y, 0, small.y - other.bottom);
      if (Math.hypot(x, y) < 12 || (other.isSmall && Math.hypot(other.x - small.x, other.y - small.y) < 24))
        say("is too small and too near to another one", small.element);
    }

  /* Headings go down one step at a time, from the only one of the first. */
  let before = 0;
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((each) => each.checkVisibility() && !isFor(each, ".example"));
  for (const heading of headings) {
    const level = Number(heading.localName[1]);
    if (level > before + 1 && !isFor(heading, ".evidence, .said, .lesson")) say(`comes after a heading of level ${before}`, heading);
    before = level;
  }
  if (headings.filter((each) => each.localName === "h1").length !== 1) faults.add("has not one heading of the first level");

  /* A line of text can be followed with the eyes: no more than so many characters. */
  if (measure)
    for (const element of document.querySelectorAll("p, li, dd, blockquote")) {
      if (!isSeen(element) || element.querySelector("p, li, dd, div, blockquote")) continue;
      if (/grid|flex/.test(styleOf(element).display) || OTHER_SCRIPTS.test(element.textContent)) continue;
      if (element.textContent.trim().split(/\s+/).length < 8) continue;
      range.selectNodeContents(element);
      const lines = new Map();
      for (const box of range.getClientRects()) {
        const at = Math.round(box.bottom / 8), line = lines.get(at) ?? { left: 1e6, right: 0 };
        lines.set(at, { left: Math.min(line.left, box.left), right: Math.max(line.right, box.right) });
      }
      const long = [...lines.values()].map((line) => line.right - line.left);
      const read = element.cloneNode(true);
      // Words for ears alone are no part of a line.
      for (const unseen of read.querySelectorAll(".quiet")) unseen.remove();
      const all = long.reduce((sum, each) => sum + each, 0), words = read.textContent.trim().replace(/\s+/g, " ");
      const most = Math.round((words.length * Math.max(...long)) / all);
      if (long.length > 1 && most > measure) say(`has lines of ${most} characters`, element);
    }
  return [...faults];
}
