// Adds comfort to pages that are complete without it: a button for the contents list on small screens, lists that
// narrow down a table of actions, and a pop-up that brings a figure's origin from the foot of the page to the reader.
// It asks no server for anything.
"use strict";

document.documentElement.classList.add("js");

const ACTION_FILTERS = [
  { field: "indicators", label: "Indicator", name: (value) => `Indicator ${value}`, blank: "None" },
  { field: "highImpactAction", label: "High impact action", name: (value) => `High impact action ${value}`, blank: "None" },
  { field: "theme", label: "Theme", name: (value) => value, blank: "None" },
  { field: "status", label: "Status", name: (value) => value.charAt(0).toUpperCase() + value.slice(1), blank: "Not stated" },
];

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** What a row says in a field: the words of a list ("1 9" is indicators 1 and 9), or one value, blank included. */
function values(row, field) {
  const text = (row.dataset[field] ?? "").trim();
  return field === "indicators" && text ? text.split(/\s+/) : [text];
}

function addFilters(table, place) {
  const rows = [...table.tBodies[0].rows];
  const order = new Intl.Collator("en-GB", { numeric: true }).compare;
  const choices = [];
  const box = element("div", { className: "wres-filters", role: "group", ariaLabel: "Show some of the actions" });

  for (const { field, label, name, blank } of ACTION_FILTERS) {
    const found = [...new Set(rows.flatMap((row) => values(row, field)))].sort(order);
    if (found.length < 2) continue;
    const select = element("select", { id: `wres-filter-${field}-${place}`, autocomplete: "off" }, new Option("All", "all"));
    found.forEach((value, index) => select.add(new Option(value ? name(value) : blank, index)));
    choices.push({ select, keeps: (row) => select.value === "all" || values(row, field).includes(found[select.value]) });
    box.append(element("div", {}, element("label", { htmlFor: select.id }, label), select));
  }
  if (!choices.length) return;

  const shown = element("p", { role: "status" });
  const update = () => {
    rows.forEach((row) => { row.hidden = !choices.every(({ keeps }) => keeps(row)); });
    shown.textContent = `Showing ${rows.filter((row) => !row.hidden).length} of ${rows.length} actions`;
  };
  const showAll = () => {
    choices.forEach(({ select }) => { select.value = "all"; });
    update();
  };
  box.addEventListener("change", update);
  box.append(element("button", { type: "button", onclick: showAll }, "Show all"), shown);
  (table.closest(".wres-table") ?? table).before(box);
  update();

  // A link to one action (#action-A3) must find it, whatever was chosen before.
  addEventListener("hashchange", () => {
    const row = rows.find(({ id }) => id && `#${id}` === location.hash);
    if (row?.hidden) {
      showAll();
      row.scrollIntoView();
    }
  });
}

function addContentsButton() {
  const button = document.querySelector(".wres-menu");
  button?.addEventListener("click", () => {
    button.setAttribute("aria-expanded", button.getAttribute("aria-expanded") === "false");
  });
}

/** The contents list scrolls by itself on a wide screen: bring the page being read into its view. */
function showPlaceInContents() {
  const list = document.querySelector(".wres-parts");
  const here = list?.querySelector("[aria-current]");
  if (here && here.offsetTop > list.clientHeight * 0.7) list.scrollTop = here.offsetTop - list.clientHeight / 3;
}

/** Two wants of Sphinx's search: it drops the number of "indicator 2", and reads pages that a file share may not give. */
function mendSearch() {
  if (typeof Scorer === "undefined") return;    // not the search page
  const asked = new URLSearchParams(location.search).get("q")?.trim().toLowerCase();
  Scorer.score = ([, title, , , score]) => score + (asked && title.toLowerCase().startsWith(asked) ? 100 : 0);
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}

/** A figure's origin in a dialog. Links in it lead on to the figures that it is made from; Back leads back. */
function showOrigins() {
  const list = document.querySelector(".wres-origins details");
  if (!list || !window.HTMLDialogElement) return;    // without it the links lead to the foot of the page
  list.open = location.hash.startsWith("#origin-");

  const name = element("h2", { id: "wres-origin-name", tabIndex: -1 });
  const lines = element("div");
  const back = element("button", { type: "button" }, "Back");
  const close = element("button", { type: "button" }, "Close");
  const dialog = element("dialog", { className: "wres-origin" }, element("div", {}, name, lines, element("p", {}, back, close)));
  dialog.setAttribute("aria-labelledby", name.id);
  document.body.append(dialog);

  const seen = [];
  const show = () => {
    const [title, ...said] = seen.at(-1).cloneNode(true).children;
    name.replaceChildren(...title.childNodes);
    lines.replaceChildren(...said.map((line) => element("p", {}, ...line.childNodes)));
    back.hidden = seen.length < 2;
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    name.focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#origin-']");
    const origin = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!origin || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!dialog.open) seen.length = 0;
    seen.push(origin);
    show();
  });
  back.addEventListener("click", () => { seen.pop(); show(); });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });    // beside it

  addEventListener("hashchange", () => {
    if (!location.hash.startsWith("#origin-")) return;
    list.open = true;
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  });
}

document.addEventListener("DOMContentLoaded", () => {
  mendSearch();
  addContentsButton();
  showPlaceInContents();
  document.querySelectorAll("table.wres-actions").forEach(addFilters);
  showOrigins();
});
