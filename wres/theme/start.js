// Narrows the list of reports down to those that hold the words typed. Without this script the whole list stands there.
"use strict";

const box = document.getElementById("wres-find");
const rows = [...document.querySelectorAll(".wres-books > li")];
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const texts = rows.map((row) => plain(`${row.closest("section").querySelector("h2").textContent} ${row.textContent}`));

function narrow(words) {
  rows.forEach((row, place) => { row.hidden = !words.every((word) => texts[place].includes(word)); });
  document.querySelectorAll(".wres-region").forEach((region) => {
    region.hidden = ![...region.querySelectorAll("li.wres-card")].some((row) => !row.hidden);
  });
  return rows.filter((row) => !row.hidden).length;
}

if (box && rows.length > 1) {
  const field = Object.assign(document.createElement("input"), { type: "search", id: "wres-find-words", autocomplete: "off" });
  const label = Object.assign(document.createElement("label"), { htmlFor: field.id, textContent: "Find an organisation by name, code or region" });
  const said = Object.assign(document.createElement("p"), { role: "status" });
  const update = () => {
    const left = narrow(plain(field.value).split(/\s+/).filter(Boolean));
    said.textContent = `Showing ${left} of ${rows.length} organisations`;
  };
  field.addEventListener("input", update);
  box.append(label, field, said);
  box.hidden = false;
  update();
}
