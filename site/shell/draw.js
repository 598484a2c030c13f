// Paints a graph on a canvas from one array of numbers, whose operations wasm/state/paint.go defines, and keeps the
// channels' pictures. It decides nothing.
"use strict";
window.summitPainter = (canvas, repaint, marks) => {
  const context = canvas.getContext("2d");
  const parallel = 8; // cards asked for at once
  const kept = 600; // cards in memory
  const cards = new Map(); // address -> {state: "loading", "here" or "missing", file, tiles: number -> ImageBitmap or "loading"}
  const shapes = marks.map((path) => new Path2D(path)); // in a square of 16
  const dashes = [[], [7, 4], [14, 4], [5, 4], [1.5, 4], [10, 3, 2, 3], [2, 3]];
  let numbers = new Float32Array(4096);
  let inks = null;
  let width = 0, height = 0, ratio = 1;
  let urls = [], channels = [], shown = [], texts = [], squares = []; // squares: x, y, side of each tile of a card
  let wanted = [], loading = 0;
  let face = ""; // the context's font

  const readInks = () => {
    const style = getComputedStyle(canvas);
    inks = ["ink", "quiet", "edge", "band", "up", "down", "focus", "tile-line", "tile", "surface",
      "class-1", "class-2", "class-3", "class-4", "inhibit"].map((name) => style.getPropertyValue("--" + name).trim());
  };
  const anew = () => { inks = null; repaint(); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", anew);
  const clear = matchMedia("(prefers-contrast: more), (forced-colors: active)"); // what is faint is to be less so
  clear.addEventListener("change", anew);
  const seen = (alpha) => (clear.matches ? Math.sqrt(alpha) : alpha);

  // forget drops the oldest cards that the scene does not show.
  const forget = () => {
    const needed = new Set(urls);
    for (const [url, card] of cards) {
      if (cards.size <= kept) return;
      if (needed.has(url) || card.state === "loading") continue;
      for (const picture of card.tiles.values()) if (picture instanceof ImageBitmap) picture.close();
      cards.delete(url);
    }
  };

  const again = (url) => {
    if (cards.get(url)?.state === "missing") cards.delete(url);
    repaint();
  };

  const load = async (url) => {
    forget();
    const card = { state: "loading", tiles: new Map() };
    cards.set(url, card);
    loading++;
    try {
      const response = await fetch(url, { priority: "low" });
      if (!response.ok) throw new Error(String(response.status));
      card.file = await response.blob();
      card.state = "here";
    } catch (reason) {
      card.state = "missing";
      if (reason instanceof TypeError) setTimeout(again, 10000, url); // there was no answer
    }
    loading--;
    repaint();
    fill();
  };
  const fill = () => {
    while (loading < parallel && wanted.length > 0) {
      const url = wanted.shift();
      if (!cards.has(url)) load(url);
    }
  };

  // cut takes a tile out of a card that is here.
  const cut = async (card, number) => {
    card.tiles.set(number, "loading");
    const [x, y, side] = squares.slice(3 * number);
    try {
      card.tiles.set(number, await createImageBitmap(card.file, x, y, side, side));
    } catch {
      card.state = "missing";
    }
    repaint();
  };

  // picture is what a node shows: an ImageBitmap, or nothing yet. While a tile is being cut the one before it stays.
  const picture = (node) => {
    const url = urls[node], number = shown[node];
    const card = cards.get(url);
    if (!url || number < 0 || card?.state === "missing") return null;
    if (!card) wanted.push(url);
    if (card?.state !== "here") return null;
    if (!card.tiles.has(number)) cut(card, number);
    const tile = card.tiles.get(number);
    if (tile instanceof ImageBitmap) return (card.last = tile);
    return card.last;
  };

  // write sets the font of a text, where it has to: a new font takes longer than all else.
  const write = (weight, size, align) => {
    const font = `${weight} ${size}px system-ui, sans-serif`;
    if (font !== face) context.font = face = font;
    context.textAlign = align;
    context.textBaseline = "middle";
  };

  const tile = (x, y, size, node, share, ink, border) => {
    const bitmap = picture(node);
    const round = Math.min(6, size * 0.12);
    const alpha = seen(share);
    context.globalAlpha = alpha;
    context.beginPath();
    context.roundRect(x, y, size, size, round);
    context.fillStyle = inks[8];
    if (alpha < 1) {
      context.globalAlpha = 1;
      context.fillStyle = inks[9];
      context.fill();
      context.globalAlpha = alpha;
      context.fillStyle = inks[8];
    }
    context.fill();
    if (bitmap) {
      context.save();
      context.clip();
      context.drawImage(bitmap, x, y, size, size);
      context.restore();
    } else {
      context.fillStyle = inks[1];
      write(500, 2 * Math.floor(Math.min(13, size * 0.34) / 2) + 1, "center"); // few sizes: each new one takes long
      context.fillText(String(channels[node]), x + size / 2, y + size / 2 + 0.5);
    }
    context.lineWidth = border;
    context.strokeStyle = inks[ink];
    context.stroke();
    context.globalAlpha = 1;
  };

  const edge = (x0, y0, x1, y1, wide, alpha, ink, dash) => {
    const middle = (y0 + y1) / 2;
    context.globalAlpha = seen(alpha);
    context.strokeStyle = inks[ink];
    context.lineWidth = wide;
    context.setLineDash(dashes[dash]);
    context.beginPath();
    context.moveTo(x0, y0);
    context.bezierCurveTo(x0, middle, x1, middle, x1, y1);
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
  };

  const mark = (x, y, size, shape, alpha, ink) => {
    context.save();
    context.globalAlpha = alpha;
    context.translate(x, y);
    context.scale(size / 16, size / 16);
    context.lineJoin = "round";
    context.lineWidth = 5;
    context.strokeStyle = inks[9];
    context.stroke(shapes[shape]);
    context.fillStyle = inks[ink];
    context.fill(shapes[shape], "evenodd");
    context.restore();
  };

  const label = (x, y, size, text, ink, align, backed) => {
    write(600, size, ["left", "center", "right"][align]);
    if (backed) {
      const wide = context.measureText(texts[text]).width;
      context.globalAlpha = 0.86;
      context.fillStyle = inks[9];
      context.beginPath();
      context.roundRect(x - 6, y - size * 0.85, wide + 12, size * 1.7, 5);
      context.fill();
      context.globalAlpha = 1;
    }
    context.fillStyle = inks[ink];
    context.fillText(texts[text], x, y + 0.5);
  };

  const band = (x, y, wide, high, ink) => {
    context.fillStyle = inks[ink];
    context.fillRect(x, y, wide, high);
  };

  const bar = (x, y, wide, high, alpha, ink) => {
    context.globalAlpha = alpha;
    band(x, y, wide, high, ink);
    context.globalAlpha = 1;
  };

  const operations = [null, [band, 5], [edge, 8], [tile, 7], [label, 7], [mark, 6], [bar, 6]];

  return {
    resize(w, h) {
      [width, height, ratio] = [w, h, window.devicePixelRatio || 1];
      canvas.width = Math.round(w * ratio);
      canvas.height = Math.round(h * ratio);
      face = "";
    },
    // scene takes lists as lines of one text each: calls from WebAssembly cost more than what they do.
    scene(...lists) {
      [urls, channels, shown, texts, squares] = lists.map((list) => list.split("\n"));
      [shown, squares] = [shown.map(Number), squares.map(Number)];
      canvas.dataset.scene = String(Number(canvas.dataset.scene || 0) + 1);
    },
    turn(node, tile) { shown[node] = tile; },
    buffer(bytes) {
      if (numbers.byteLength < bytes) numbers = new Float32Array(bytes / 2);
      return new Uint8Array(numbers.buffer, 0, bytes);
    },
    paint(count) {
      if (!inks) readInks();
      if (ratio !== window.devicePixelRatio) this.resize(width, height);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      context.imageSmoothingQuality = "high";
      wanted = [];
      for (let at = 0; at < count;) {
        const [operation, arity] = operations[numbers[at]];
        const n = numbers, k = at + 1; // spreading them would make an array each
        operation(n[k], n[k + 1], n[k + 2], n[k + 3], n[k + 4], n[k + 5], n[k + 6], n[k + 7]);
        at += 1 + arity;
      }
      canvas.dataset.shown = canvas.dataset.scene;
      canvas.dataset.painted = String(Number(canvas.dataset.painted || 0) + 1);
      fill();
    },
  };
};
