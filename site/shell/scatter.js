// Paints the class embedding on two canvases: all dots below, pixel by pixel from one array of places, and above them what
// wasm/state/scatter/paint.go asks for. It decides nothing.
"use strict";
window.summitScatter = (below, above, repaint) => {
  const pixels = below.getContext("2d");
  const context = above.getContext("2d");
  const most = 2e6; // pixels of the canvas of the dots: more take longer than a frame gives
  let inks = null, colours = [];
  let width = 0, height = 0, ratio = 1, grain = 1;
  let image = null, words = null;
  let dots = new Float32Array(0), faint = new Uint8Array(0), numbers = new Float32Array(1024);
  let names = [];

  const readInks = () => {
    const style = getComputedStyle(above);
    const ink = (name) => style.getPropertyValue("--" + name).trim();
    inks = ["ink", "quiet", "accent", "down", "focus", "surface"].map(ink);
    colours = ["dot", "dot-faint"].map((name) => {
      context.fillStyle = ink(name);
      const [red, green, blue] = [1, 3, 5].map((at) => parseInt(context.fillStyle.slice(at, at + 2), 16));
      return (blue << 16) | (green << 8) | red;
    });
  };
  const anew = () => { inks = null; repaint(); };
  for (const wish of ["prefers-color-scheme: dark", "prefers-contrast: more", "forced-colors: active"]) matchMedia(`(${wish})`).addEventListener("change", anew);

  // disc lists the pixels of a dot, from the upper left of its square: offset, and how much of the pixel is covered.
  const disc = (radius) => {
    const side = Math.ceil(2 * radius) + 1;
    const list = [];
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const covered = radius + 0.5 - Math.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2);
        if (covered > 0) list.push([y * image.width + x, Math.min(1, covered)]);
      }
    }
    return { side, at: Int32Array.from(list, ([at]) => at), alpha: Int32Array.from(list, ([, covered]) => Math.round(covered * 255)) };
  };

  // stamp puts a disc at each dot of one kind. Where dots overlap the more covered pixel stays. All numbers are of 32 bits with a sign, which engines count
  // fastest with.
  const stamp = ({ side, at, alpha }, scale, x, y, kind) => {
    const [places, kinds, memory, row] = [dots, faint, words, image.width];
    const wide = row - side, high = image.height - side, half = side / 2, size = at.length;
    const colour = alpha.map((covered) => (covered << 24) | colours[kind]);
    for (let k = 0; k < kinds.length; k++) {
      if (kinds[k] !== kind) continue;
      const left = Math.round((places[2 * k] * scale + x) * grain - half);
      const top = Math.round((places[2 * k + 1] * scale + y) * grain - half);
      if (left < 0 || top < 0 || left > wide || top > high) continue;
      const corner = top * row + left;
      for (let i = 0; i < size; i++) {
        const place = corner + at[i];
        if (memory[place] >>> 24 <= alpha[i]) memory[place] = colour[i];
      }
    }
  };

  const dot = (x, y, radius, ink, ring) => {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    if (ink >= 0) {
      context.fillStyle = inks[ink];
      context.fill();
    }
    context.lineWidth = 1.5;
    context.strokeStyle = inks[ring];
    context.stroke();
  };

  const name = (x, y, which, ink, right, backed) => {
    const text = names[which];
    context.font = `${backed ? 600 : 400} 12px system-ui, sans-serif`;
    context.textAlign = right ? "right" : "left";
    context.textBaseline = "middle";
    if (backed) {
      const wide = context.measureText(text).width;
      context.fillStyle = inks[5];
      context.strokeStyle = inks[ink];
      context.lineWidth = 1;
      context.beginPath();
      context.roundRect(x - (right ? wide : 0) - 4.5, y - 9.5, wide + 9, 19, 4);
      context.fill();
      context.stroke();
    } else {
      context.lineWidth = 3;
      context.lineJoin = "round";
      context.strokeStyle = inks[5];
      context.strokeText(text, x, y);
    }
    context.fillStyle = inks[ink];
    context.fillText(text, x, y);
  };

  const lasso = (at, corners) => {
    context.beginPath();
    for (let k = 0; k < corners; k++) context.lineTo(numbers[at + 2 * k], numbers[at + 2 * k + 1]);
    context.closePath();
    context.fillStyle = context.strokeStyle = inks[4];
    context.globalAlpha = 0.12;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.setLineDash([5, 4]);
    context.stroke();
    context.setLineDash([]);
  };

  const operations = [null, [dot, 5], [name, 6]];

  return {
    resize(w, h) {
      [width, height, ratio] = [w, h, window.devicePixelRatio || 1];
      grain = Math.min(ratio, Math.max(1, Math.sqrt(most / (w * h))));
      [below.width, below.height] = [Math.round(w * grain), Math.round(h * grain)];
      [above.width, above.height] = [Math.round(w * ratio), Math.round(h * ratio)];
      image = below.width && below.height ? pixels.createImageData(below.width, below.height) : null;
      words = image && new Int32Array(image.data.buffer);
    },
    // names takes the classes' names, a zero byte between them, and returns their widths.
    names(text, count) {
      names = text.split("\0").slice(0, count);
      context.font = "600 12px system-ui, sans-serif";
      return new Uint8Array(Float32Array.from(names, (one) => context.measureText(one).width).buffer);
    },
    // dots is the memory for count places, marks that for a byte each: 1 makes a dot faint.
    dots(count) {
      if (dots.length !== 2 * count) [dots, faint] = [new Float32Array(2 * count), new Uint8Array(count)];
      return new Uint8Array(dots.buffer);
    },
    marks() { return faint; },
    buffer(bytes) {
      if (numbers.byteLength < bytes) numbers = new Float32Array(bytes / 2);
      return new Uint8Array(numbers.buffer, 0, bytes);
    },
    paintDots(scale, x, y, radius) {
      if (!inks) readInks();
      if (ratio !== (window.devicePixelRatio || 1)) this.resize(width, height);
      if (!image) return;
      words.fill(0);
      const shape = disc(radius * grain);
      stamp(shape, scale, x, y, 1);
      stamp(shape, scale, x, y, 0);
      pixels.putImageData(image, 0, 0);
      below.dataset.painted = String(Number(below.dataset.painted || 0) + 1);
    },
    paint(count) {
      if (!inks) readInks();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      for (let at = 0; at < count;) {
        const operation = operations[numbers[at]];
        if (!operation) {
          lasso(at + 2, numbers[at + 1]);
          at += 2 + 2 * numbers[at + 1];
          continue;
        }
        operation[0](...numbers.subarray(at + 1, at + 1 + operation[1]));
        at += 1 + operation[1];
      }
      above.dataset.painted = String(Number(above.dataset.painted || 0) + 1);
    },
  };
};
