// A page as it is laid out: what axe does not look for, what the page tells, and how large its pictures are.
// Each rule of `found` gives the places where it is broken. Read by looks.py.
() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const seen = (node) => node.checkVisibility({ visibilityProperty: true });
  const tag = (node) => node.cloneNode(false).outerHTML.slice(0, 160);
  const words = (text) => (text ?? "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const found = {};

  // Headings: one of the first level, and that the first; no level left out.
  const headings = all("h1, h2, h3, h4, h5, h6").filter(seen);
  const level = (heading) => Number(heading.tagName[1]);
  const first = headings.filter((heading) => level(heading) === 1);
  found.headings = headings.filter((heading, place) => place && level(heading) > level(headings[place - 1]) + 1).map(tag);
  if (first.length !== 1 || first[0] !== headings[0]) found.headings.push(`${first.length} headings of the first level`);

  // Text alternatives: words that say more than the picture's title, and no name of a file.
  found.alternatives = all("img").filter(seen).filter((image) => {
    const said = words(image.alt);
    const file = (image.getAttribute("src") ?? "").split("/").pop().replace(/\.\w+$/, "");
    const around = [document.title, ...all("h1, h2, h3").map((heading) => heading.textContent),
      ...all("figcaption p", image.closest("figure") ?? image).map((line) => line.textContent)];
    return said.length < 20 || /\.(svg|png|jpe?g|gif|webp)\b/i.test(image.alt) || (file && image.alt.includes(file)) ||
      around.some((title) => words(title).includes(said));
  }).map(tag);
  all("svg").filter(seen).filter((svg) => svg.ariaHidden !== "true").forEach((svg) => {
    if (svg.role !== "img" || !svg.ariaLabel) found.alternatives.push(tag(svg));
  });

  // Tables: a caption first of all; every cell of a header names what it heads.
  found.tables = all("table").filter((table) => {
    const [caption] = table.children;
    const columns = all("thead th", table), rows = all("tbody tr", table);
    return caption?.tagName !== "CAPTION" || !words(caption.textContent) || !columns.length ||
      columns.some((cell) => cell.scope !== "col" || !words(cell.textContent)) ||
      all("th", table).some((cell) => !cell.scope) ||
      rows.some(({ cells: [cell] }) => cell?.tagName !== "TH" || cell.scope !== "row" || !words(cell.textContent));
  }).map((table) => table.outerHTML.slice(0, 160));

  // Sideways: nothing makes the page wider than the window.
  const root = document.documentElement;
  found.sideways = root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} pixels wide`] : [];

  // Targets: 24 by 24 pixels, but for a link among the words of a sentence (WCAG 2.5.8).
  const amongWords = (node) => getComputedStyle(node).display === "inline" &&
    words(node.parentElement.innerText).length > words(node.innerText).length;
  found.targets = all("a[href], button, input, select, summary").filter(seen).filter((node) => {
    const { width, height, right } = node.getBoundingClientRect();
    return right > 0 && !amongWords(node) && Math.min(width, height) < 24;
  }).map((node) => `${tag(node)} ${node.innerText}`);

  // Focus: seen by an outline or a shadow, and not hidden by what else is on the page (WCAG 2.4.7, 2.4.11).
  // Of stops that are built alike the first and the last are looked at.
  const kinds = new Map();
  all("a[href], button, input, select, summary, [tabindex='0']").filter(seen).forEach((node) => {
    const path = [];
    for (let at = node; at && path.length < 5; at = at.parentElement) path.push(`${at.tagName}.${at.className}`);
    const kind = path.join(" ");
    kinds.set(kind, [(kinds.get(kind) ?? [node])[0], node]);
  });
  const ring = (style) => style.boxShadow !== "none" ||
    (style.outlineStyle !== "none" && style.outlineColor !== "rgba(0, 0, 0, 0)");
  const hidden = (node) => {
    const box = node.getBoundingClientRect();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < 1 || bottom - top < 1) return true;
    return ![[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(([across, down]) => {
      const hit = document.elementFromPoint(left + across * (right - left), top + down * (bottom - top));
      return hit && (node.contains(hit) || hit.contains(node));
    });
  };
  found.focus = [...new Set([...kinds.values()].flat())].filter((node) => {
    node.focus();
    return document.activeElement !== node || !ring(getComputedStyle(node)) || hidden(node);
  }).map(tag);
  document.activeElement.blur();

  // Colours: those of text and of what is behind it, each pair once. Text that is scrolled away too: axe leaves it undecided.
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const pairs = new Map();
  const pair = (node, { color, fontSize, fontWeight }) => {
    const large = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
    pairs.set(`${color} ${behind(node)} ${large}`, { text: color, behind: behind(node), large, place: tag(node) });
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() && seen(node)) pair(node, getComputedStyle(node));
  }
  all("[placeholder]").filter(seen).forEach((node) => pair(node, getComputedStyle(node, "::placeholder")));

  const body = parseFloat(getComputedStyle(document.body).fontSize);
  const pictures = all("img").filter(seen).map((image) => ({ src: image.currentSrc, width: image.clientWidth, body }));

  // What the page tells, less what scripts add and what is there for readers without them.
  all("noscript, .wres-filters").forEach((node) => { node.hidden = true; });
  all("details").forEach((node) => { node.open = true; });
  const told = {
    text: document.querySelector("main").innerText,
    links: all("a[href]").filter(seen).map((link) => link.getAttribute("href")),
    tables: all("table").filter(seen).length,
    charts: all("img").filter((image) => seen(image) && image.complete && image.naturalWidth).length,
  };
  return { found, pictures, told, colours: [...pairs.values()] };
}
