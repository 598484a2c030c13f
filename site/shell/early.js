// The class list before the program runs: the rows that wasm/ui/rows.go draws in the same place afterwards, so that neither of them is seen to change.
"use strict";
// summitEarly draws as many classes of a manifest's text as one sees, and returns what takes a click on them. It leaves the list empty where the address asks for
// a search, an order, several classes, or a class by another thing than its id: only the program knows how these come out.
window.summitEarly = (text) => {
  const { summit } = JSON.parse(text).attributes;
  const classes = summit.classes;
  const asked = new URLSearchParams(location.search);
  const list = document.getElementById("list");
  const at = asked.has("class") ? classes.findIndex((c) => c.id === asked.get("class")) : 0;
  if (at < 0 || ["search", "order"].some((key) => asked.has(key)) || asked.getAll("class").length > 1) return;

  const embedding = document.getElementById("embedding");
  if (summit.parameters.embedding && summit.layers.length > 0) {
    embedding.hidden = false;
    embedding.closest(".page").dataset.embedding = "true";
  }
  document.querySelector(".classes-order .quiet").textContent = `${String(classes.length).replace(/\B(?=(\d{3})+$)/g, ",")} ${classes.length === 1 ? "class" : "classes"}`;

  const escape = (s) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const percent = (x) => {
    const value = 100 * x;
    const digits = value % 1 === 0.25 ? `${Math.floor(value)}.2` : value.toFixed(1); // what lies in the middle goes to the even digit
    return `${x < 1 && digits === "100.0" ? value.toFixed(2) : digits}%`;
  };
  let largest = 0;
  for (const c of classes) largest = Math.max(largest, Math.max(0, ...(c.histogram || [])) / Math.max(c.images, 1));
  document.querySelector(".classes-foot").hidden = largest === 0;
  const bars = (c) => (c.histogram || []).map((n, k) => {
    const height = Math.max(Math.trunc((100 * n) / Math.max(c.images, 1) / largest + 0.5), 4);
    return n ? `M${10 * k} 100v-${height}h8v${height}z` : "";
  }).join("");
  const known = new Map();
  for (const c of classes) known.set(c.name, (known.get(c.name) || 0) + 1);
  const row = (number) => {
    const c = classes[number];
    const e = document.createElement("li");
    Object.assign(e, { className: "row", id: `class-${number}`, title: c.id });
    const attributes = { role: "option", "data-row": number, "aria-posinset": number + 1, "aria-setsize": classes.length, "aria-selected": number === at };
    for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
    e.toggleAttribute("data-active", number === at);
    const path = largest > 0 ? bars(c) : "";
    e.innerHTML = `<span class="row-compare" data-member="${number}" title="Compare with the class that is shown"><svg class="sign-add" viewBox="0 0 16 16" aria-hidden="true">` +
      `<path fill-rule="evenodd" d="M7 3h2v4h4v2H9v4H7V9H3V7h4z"></path></svg></span><span class="row-name"><span>${escape(c.name)}</span>` +
      (known.get(c.name) > 1 ? ` <span class="row-id row-second">${escape(c.id)}</span>` : "") + "</span>" +
      (path && `<svg class="histogram" viewBox="0 0 200 103" preserveAspectRatio="none" aria-hidden="true"><path class="ground" d="M0 101h200"></path><path d="${path}"></path></svg>`) +
      `<span class="row-accuracy">${c.top1 === null || c.top1 === undefined ? "" : percent(c.top1)}</span>`;
    return e;
  };

  const height = 40; // of a row
  const space = (rows) => {
    const e = document.createElement("li");
    e.className = "list-space";
    e.setAttribute("role", "presentation");
    e.style.height = `${rows * height}px`;
    return e;
  };
  const top = Math.max(0, (at + 1) * height - list.clientHeight);
  const lo = Math.floor(top / height);
  const hi = Math.min(lo + Math.ceil(list.clientHeight / height) + 1, classes.length);
  list.replaceChildren(space(lo), ...classes.slice(lo, hi).map((_, k) => row(lo + k)), space(classes.length - hi));
  if (top > 0) list.scrollTop = top;

  // A class that is chosen before the program runs is one that the address names.
  return (event) => {
    const chosen = event.target.closest("#list .row");
    if (!chosen || event.target.closest("[data-member]") || event.ctrlKey || event.metaKey) return; // comparing waits for the program
    for (const e of list.querySelectorAll(".row")) {
      e.setAttribute("aria-selected", e === chosen);
      e.toggleAttribute("data-active", e === chosen);
    }
    if (Number(chosen.dataset.row) !== at) asked.delete("viewport");
    if (!asked.has("page")) asked.delete("node");
    asked.set("class", classes[chosen.dataset.row].id);
    history.replaceState(history.state, "", `?${asked}`);
  };
};
