// Runs the explorer's program as its worker: the page posts the compiled module first, jobs after it.
"use strict";
importScripts("wasm_exec.js");

const waiting = [];
let receive;

// summitServe is called by the program once it listens.
self.summitServe = (listener) => {
  receive = listener;
  for (const message of waiting.splice(0)) receive(message);
};

const run = async (module) => {
  const go = new Go();
  await go.run(await WebAssembly.instantiate(module, go.importObject));
  throw new Error("the program ended");
};

self.onmessage = (event) => {
  if (event.data.module) {
    run(event.data.module).catch((reason) => setTimeout(() => { throw reason; }));
  } else if (receive) {
    receive(event.data);
  } else {
    waiting.push(event.data);
  }
};
