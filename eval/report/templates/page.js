"use strict";
// Sorts tables and, where there are articles, lists, filters and shows them. All text enters the page as
// text nodes, never as markup. Articles come deflated in portions; they are inflated one after the other.
document.documentElement.classList.add("js");
const byId = (id) => document.getElementById(id);
const make = (tag, more = {}, ...inside) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(more)) {
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value);
  }
  node.append(...inside);
  return node;
};

addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
const openTarget = () => { const d = location.hash && byId(location.hash.slice(1)); if (d && d.tagName === "DETAILS") d.open = true; };
addEventListener("hashchange", openTarget); openTarget();

// --- tables -------------------------------------------------------------------------------------------
const french = document.documentElement.lang === "fr";
const numberIn = (text) => {
  const plain = text.replace(/\u2212/g, "-").replace(/[\u202f\u00a0]/g, "");
  const found = (french ? plain.replace(/(\d),(\d)/g, "$1.$2") : plain.replace(/(\d),(\d{3})/g, "$1$2")).match(/^[<\s]*([-+]?\d+(?:\.\d+)?)/);
  return found ? parseFloat(found[1]) : null;
};
document.querySelectorAll("main table").forEach((table) => {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  if (!body || body.rows.length < 3) return;
  heads.forEach((head, j) => {
    const button = make("button", { type: "button" }, ...head.childNodes);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((h) => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => { const text = row.cells[j].textContent; const n = numberIn(text); return n === null ? text : n; };
      const order = (a, b) => typeof a === typeof b ? (typeof a === "number" ? a - b : a.localeCompare(b)) : typeof a === "number" ? -1 : 1;
      body.append(...[...body.rows].sort((a, b) => (up ? 1 : -1) * order(key(a), key(b))));
    });
    head.append(button);
  });
});

// --- articles -----------------------------------------------------------------------------------------
const PAGE = 100;
const inflate = async (node) => {
  const bytes = Uint8Array.from(atob(node.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
};
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

async function browse() {
  const say = JSON.parse(byId("phrases").textContent);
  const [first, ...rest] = [...document.querySelectorAll(".portion")];
  const index = await inflate(first);
  const entries = index.entries, total = entries.length;
  const portions = rest.map(() => null), texts = entries.map((e) => fold(e[0]));
  const chosen = index.facets.map(() => new Set()), off = new Set();
  let words = [], results = [], page = 0, current = -1, loaded = 0;

  const portion = (k) => (portions[k] ??= inflate(rest[k]));
  const article = async (i) => (await portion(Math.floor(i / index.portion)))[i % index.portion];

  // One pass: an article that fails no filter is a result; one that fails a single filter still counts
  // there, so that every chip says what choosing it would give.
  function filter() {
    const counts = index.facets.map((f) => new Array(f[2].length).fill(0));
    results = [];
    for (let i = 0; i < total; i++) {
      if (words.length && !words.every((w) => texts[i].includes(w))) continue;
      const codes = entries[i][2];
      let fails = 0, which = -1;
      for (let f = 0; f < chosen.length && fails < 2; f++) {
        if (!chosen[f].size) continue;
        const has = codes[f], all = index.facets[f][3];
        const passes = all ? [...chosen[f]].every((v) => has.includes(v)) : has.some((v) => chosen[f].has(v));
        if (!passes) { fails++; which = f; }
      }
      if (fails === 0) results.push(i);
      if (fails < 2) codes.forEach((values, f) => { if (fails === 0 || f === which) for (const v of values) counts[f][v]++; });
    }
    paintFacets(counts);
    page = 0;
    paintList();
    const waiting = words.length && loaded < rest.length ? ` ${say.loading}` : "";
    byId("count").textContent = say.count.replace("{n}", results.length.toLocaleString(document.documentElement.lang)).replace("{of}", total.toLocaleString(document.documentElement.lang)) + waiting;
    byId("drawer").textContent = `${say.drawer} (${results.length})`;
  }

  const painted = index.facets.map(([id, name, values], f) => {
    const row = make("fieldset", { class: "facet", id: `facet-${id}` }, make("legend", { class: "name" }, name));
    const choose = (v, on) => { if (on) chosen[f].add(v); else chosen[f].delete(v); filter(); };
    let paint;
    if (values.length > 9) {
      const select = make("select", { "aria-label": name }, make("option", { value: "" }, say.any));
      values.forEach((v, k) => select.append(make("option", { value: k }, v)));
      select.addEventListener("change", () => { chosen[f].clear(); if (select.value !== "") chosen[f].add(+select.value); filter(); });
      row.append(select);
      paint = (counts) => {
        select.value = chosen[f].size ? String([...chosen[f]][0]) : "";
        values.forEach((v, k) => { select.options[k + 1].textContent = `${v} (${counts[k]})`; });
      };
    } else {
      const chips = values.map((v, k) => make("button", { type: "button", class: "chip", "aria-pressed": "false", onclick: () => choose(k, !chosen[f].has(k)) }, make("bdi", {}, v), " ", make("span", { class: "n" })));
      row.append(make("div", { class: "chips" }, ...chips));
      paint = (counts) => chips.forEach((chip, k) => {
        const on = chosen[f].has(k);
        chip.setAttribute("aria-pressed", on);
        chip.disabled = !counts[k] && !on;
        chip.lastChild.textContent = counts[k];
      });
    }
    byId(id.startsWith("slice-") ? "others" : "facets").append(row);
    return paint;
  });
  const paintFacets = (counts) => painted.forEach((paint, f) => paint(counts[f]));
  byId("more").hidden = !byId("others").children.length;

  function paintList() {
    const start = page * PAGE, shown = results.slice(start, start + PAGE);
    byId("list").replaceChildren(...shown.map((i) => {
      const [title, verdict, , why] = entries[i];
      const line = [verdict, ...why].join(" · ");
      return make("li", {}, make("button", { type: "button", "data-i": i, tabindex: -1, onclick: () => show(i, true) }, make("bdi", {}, title), make("span", { class: "soft" }, line)));
    }));
    const pages = Math.max(1, Math.ceil(results.length / PAGE));
    byId("where").textContent = say.page.replace("{n}", page + 1).replace("{of}", pages);
    byId("back").disabled = page === 0;
    byId("next").disabled = page + 1 >= pages;
    markCurrent();
  }
  function markCurrent() {
    const buttons = [...byId("list").querySelectorAll("button")];
    const here = buttons.find((b) => +b.dataset.i === current);
    buttons.forEach((b) => { b.tabIndex = b === (here || buttons[0]) ? 0 : -1; b.toggleAttribute("aria-current", false); });
    if (here) here.setAttribute("aria-current", "true");
    return here;
  }

  const marked = ([text, ...marks], numbered) => marks.reduce((inside, m) => {
    const kind = m[0], k = +m.slice(1);
    if (kind === "s") return make("mark", { class: "s", "data-s": k, tabindex: -1 }, inside);
    const node = make("mark", { class: `${kind} k${k}` }, inside);
    if (numbered.has(m)) node.prepend(make("span", { class: "k" }, String(k + 1)));
    return node;
  }, document.createTextNode(text));

  async function show(i, byHand) {
    current = i;
    const here = markCurrent();
    if (here) {  // within the list, not the page
      const box = byId("list"), top = here.offsetTop - box.offsetTop;
      if (top < box.scrollTop || top + here.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 3;
    }
    const [id, about, cells, summary, references, pieces, cut] = await article(i);
    if (current !== i) return;
    const [title, verdict, , why] = entries[i];
    const parts = [make("h3", {}, make("bdi", {}, title)), make("p", { class: "soft" }, make("bdi", {}, [id, about].filter(Boolean).join(" · "))),
      make("p", {}, ...[verdict, ...why].map((w) => make("span", { class: "tag" }, w)))];
    if (cells.length) parts.push(make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say.answers }, answers(cells)));
    if (summary.length) parts.push(make("h4", {}, say.summary), summary[0][3] ? backing(summary) : make("ol", { class: "summary" }, ...summary.map((s, k) => make("li", {}, sentence(s, k), " ", make("span", { class: "soft" }, s[2])))));
    references.forEach(([name, text]) => parts.push(make("p", { class: "soft" }, `${name}: `, make("bdi", {}, text))));
    const used = new Set(pieces.flatMap((p) => p.slice(1).filter((m) => m[0] !== "s").map((m) => +m.slice(1))));
    const marks = index.marks.filter(([k]) => used.has(+k));
    if (marks.length) parts.push(make("div", { class: "facet" }, make("span", { class: "name" }, say.evidence), make("div", { class: "chips" }, ...marks.map(([k, name]) => toggle(+k, name)))));
    const body = make("div", { class: "text", dir: "auto", tabindex: 0, role: "region", "aria-label": say.text });
    let before = new Set();
    pieces.forEach((p) => { const marks = p.slice(1); body.append(marked(p, new Set(marks.filter((m) => !before.has(m))))); before = new Set(marks); });
    parts.push(body);
    if (cut) parts.push(make("p", { class: "soft" }, say.cut.replace("{n}", cut)));
    byId("article").replaceChildren(...parts);
    if (byHand && getComputedStyle(byId("drawer")).display !== "none") { drawer(false); byId("article").focus(); }
  }
  const sentence = ([text, linked], k) => linked ? make("a", { href: "#article", onclick: (event) => { event.preventDefault(); look(k); } }, make("bdi", {}, text)) : make("bdi", {}, text);
  const backing = (summary) => make("table", { class: "backing" }, make("thead", {}, make("tr", {}, ...[say.written, say.source, say.share].map((h) => make("th", { scope: "col" }, h)))),
    make("tbody", {}, ...summary.map((s, k) => make("tr", s[4] ? { class: "flag" } : {}, make("td", {}, sentence(s, k)), make("td", {}, make("bdi", {}, s[3])), make("td", {}, s[2])))));
  const answers = (cells) => make("table", {}, make("thead", {}, make("tr", {}, ...index.heads.map((h) => make("th", { scope: "col" }, h)))),
    make("tbody", {}, ...cells.map(([name, ...row]) => make("tr", {}, make("th", { scope: "row" }, name), ...row.map((c) => make("td", {}, c))))));
  function toggle(k, name) {
    const button = make("button", { type: "button", class: "chip toggle", "data-k": k, "aria-pressed": !off.has(k) }, make("span", { class: `swatch k${k}`, "aria-hidden": "true" }), `${k + 1} ${name}`);
    button.addEventListener("click", () => flip(k));
    return button;
  }
  function flip(k) {
    if (off.has(k)) off.delete(k); else off.add(k);
    byId("article").classList.toggle(`off${k}`, off.has(k));
    const button = byId("article").querySelector(`[data-k="${k}"]`);
    if (button) button.setAttribute("aria-pressed", !off.has(k));
  }
  function look(k) {
    byId("article").querySelectorAll(".seen").forEach((m) => m.classList.remove("seen"));
    const marks = byId("article").querySelectorAll(`[data-s="${k}"]`);
    marks.forEach((m) => m.classList.add("seen"));
    if (marks[0]) { marks[0].focus({ preventScroll: true }); marks[0].scrollIntoView({ block: "center" }); }
  }
  function drawer(open) {
    document.querySelector(".list").classList.toggle("closed", !open);
    byId("drawer").setAttribute("aria-expanded", open);
  }
  function move(step, focus) {
    if (!results.length) return;
    const at = results.indexOf(current);
    const next = Math.min(results.length - 1, Math.max(0, at < 0 ? 0 : at + step));
    if (Math.floor(next / PAGE) !== page) { page = Math.floor(next / PAGE); paintList(); }
    show(results[next], false);
    if (focus) byId("list").querySelector("[aria-current]")?.focus();
  }

  let timer = 0;
  byId("q").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { words = fold(byId("q").value).split(/\s+/).filter(Boolean); filter(); }, 80); });
  byId("clear").addEventListener("click", () => { byId("q").value = ""; words = []; chosen.forEach((c) => c.clear()); filter(); byId("q").focus(); });
  byId("drawer").addEventListener("click", () => drawer(byId("drawer").getAttribute("aria-expanded") !== "true"));
  byId("back").addEventListener("click", () => { page--; paintList(); });
  byId("next").addEventListener("click", () => { page++; paintList(); });
  byId("list").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); move(step, true); }
  });
  document.addEventListener("keydown", (event) => {
    if (!byId("keys").checked || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "j") move(1); else if (event.key === "k") move(-1);
    else if (event.key === "/") { event.preventDefault(); byId("q").focus(); }
    else if (/^[1-8]$/.test(event.key) && index.marks.some(([k]) => +k === event.key - 1)) flip(event.key - 1);
  });

  byId("browser").hidden = false;
  byId("filters").open = matchMedia("(min-width: 46rem)").matches;
  filter();
  if (total) await show(0, false);
  for (let k = 0; k < rest.length; k++) {  // the texts, for searching; the page stays responsive between portions
    (await portion(k)).forEach((a, j) => { texts[k * index.portion + j] += "\n" + fold(a[0] + "\n" + a[5].map((p) => p[0]).join("")); });
    loaded = k + 1;
    await new Promise((resolve) => setTimeout(resolve));
  }
  document.documentElement.dataset.ready = "yes";
  if (words.length) filter();
}
if (!byId("browser")) document.documentElement.dataset.ready = "yes";
else if (typeof DecompressionStream !== "undefined") browse();
else { byId("old").hidden = false; document.documentElement.classList.remove("js"); }
