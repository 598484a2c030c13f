// Reads every array of the bundle in the folder that is the first argument, from its consolidated metadata and again
// from each array's own zarr.json, and prints for each a line: path, data type, shape, sha256 of its elements as
// little-endian bytes in row-major order.
import { createHash } from "node:crypto";
import { FileSystemStore } from "@zarrita/storage";
import * as zarr from "zarrita";

const store = new FileSystemStore(process.argv[2]);
const consolidated = await zarr.withConsolidatedMetadata(store, { format: "v3" });

async function line(root, path) {
  const array = await zarr.open.v3(root.resolve(path), { kind: "array" });
  const { data, shape } = await zarr.get(array);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return `${path} ${array.dtype} ${shape} ${createHash("sha256").update(bytes).digest("hex")}`;
}

for (const { path, kind } of consolidated.contents()) {
  if (kind !== "array") continue;
  const once = await line(zarr.root(consolidated), path);
  const again = await line(zarr.root(store), path);
  if (once !== again) throw new Error(`${once} differs from ${again}`);
  console.log(once.slice(1));
}

const root = await zarr.open.v3(zarr.root(consolidated), { kind: "group" });
console.log("classes", root.attrs.summit.classes.length);
