// A picture as it is painted: its words with their size, the colours under them and whether they stand free, and its
// marks. Sizes are in the picture's own units, `across` of which make its width. Read by looks.py.
() => {
  const svg = document.documentElement;
  const across = svg.viewBox.baseVal.width;
  svg.setAttribute("width", "100%");
  svg.setAttribute("height", "100%");    // wholly in the window, where it can be asked what lies at a point
  const all = (selector, from = svg) => [...from.querySelectorAll(selector)];
  const paint = (node, what) => {
    const value = node.tagName === "line" && what === "fill" ? "none" : getComputedStyle(node)[what];
    const named = /^url\("?#([^")]+)"?\)$/.exec(value);
    if (!named) return value === "none" ? [] : [value];
    const pattern = document.getElementById(named[1]);    // what hatches a bar: its ground first, then its lines
    return all("rect, path", pattern).map((part) => getComputedStyle(part).fill);
  };
  const words = all("text, g[id^='text_'] > g[transform]");    // a line each; what is painted behind it is none of it
  const drawn = all("path, rect, circle, line, polyline, polygon, use")
    .filter((node) => !words.some((line) => line.contains(node)) && !node.closest("defs, clipPath, pattern"));
  const ground = paint(drawn[0], "fill")[0];

  // What is painted at a point, under words.
  const under = (x, y) => {
    const [top] = document.elementsFromPoint(x, y).filter((node) => drawn.includes(node));
    if (!top) return [];
    return top.isPointInStroke?.(inside(top, x, y)) && paint(top, "stroke").length ? paint(top, "stroke") : paint(top, "fill");
  };
  const inside = (node, x, y) => new DOMPoint(x, y).matrixTransform(node.getScreenCTM().inverse());
  const steps = (low, high, many) => Array.from({ length: many }, (_, n) => low + ((n + 0.5) * (high - low)) / many);

  const edge = drawn[0].getBoundingClientRect();
  const cover = (one, two) => Math.min(one.right, two.right) - Math.max(one.left, two.left) > 1 &&
    Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > 1;
  const texts = words.map((line) => {
    const scale = /scale\(([\d.]+)/.exec(line.getAttribute("transform") ?? "");
    const box = line.getBoundingClientRect();
    const crossings = drawn.filter((node) => !paint(node, "fill").length).map((node) => node.getBoundingClientRect())
      .filter((it) => it.left < box.right && it.right > box.left && it.top < box.bottom && it.bottom > box.top)
      .map((it) => [(Math.max(it.left, box.left) + Math.min(it.right, box.right)) / 2,
        (Math.max(it.top, box.top) + Math.min(it.bottom, box.bottom)) / 2]);
    const points = steps(box.left, box.right, 9).flatMap((x) => steps(box.top, box.bottom, 3).map((y) => [x, y]));
    const comment = [...line.parentElement.childNodes].find((node) => node.nodeType === Node.COMMENT_NODE);
    return {
      said: (scale ? comment?.data ?? "" : line.textContent).trim(),
      size: scale ? 100 * Number(scale[1]) : parseFloat(getComputedStyle(line).fontSize),
      colour: paint(line, "fill")[0],
      under: [...new Set([...points, ...crossings].flatMap(([x, y]) => under(x, y)))],
      inside: box.left > -1 && box.top > -1 && box.right < edge.right + 1 && box.bottom < edge.bottom + 1,
      over: words.filter((other) => other !== line && cover(box, other.getBoundingClientRect())).length,
    };
  });
  const marks = drawn.slice(1).map((node) => ({
    node: node.parentElement.id || node.outerHTML.slice(0, 80), fill: paint(node, "fill"), stroke: paint(node, "stroke"),
    key: node.closest("[id^='legend']") !== null,
  }));
  return { across, ground, texts, marks };
}
