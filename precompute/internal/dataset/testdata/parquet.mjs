// Writes the Parquet files of TestParquetOfOthers as Hugging Face's datasets do, by arrow-rs and by hyparquet-writer:
//   npm install --ignore-scripts parquet-wasm@0.8.0 apache-arrow@21.2.0 hyparquet-writer@0.17.0 && node parquet.mjs
// Row i holds "picture i" i % 5 + 1 times; row 7 no picture, row 8 no label, row 9 the label -1; else the label is i % 3.
import { writeFileSync } from 'node:fs'
import * as arrow from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { Compression, Table, WriterPropertiesBuilder, WriterVersion, writeParquet } from 'parquet-wasm/node'

const names = ['tench, Tinca tinca', 'eel', 'ray']
const metadata = JSON.stringify({ info: { features: { image: { _type: 'Image' }, label: { names, _type: 'ClassLabel' } } } })
const rows = Array.from({ length: 30 }, (_, i) => ({
  image: i === 7 ? null : { bytes: new TextEncoder().encode(`picture ${i}`.repeat(i % 5 + 1)), path: i % 2 ? null : `${i}.jpg` },
  label: i === 8 ? null : i === 9 ? -1n : BigInt(i % 3),
}))

const image = new arrow.Struct([new arrow.Field('bytes', new arrow.Binary(), true), new arrow.Field('path', new arrow.Utf8(), true)])
const table = new arrow.Table({
  image: arrow.vectorFromArray(rows.map(r => r.image), image),
  label: arrow.vectorFromArray(rows.map(r => r.label), new arrow.Int64()),
})

function properties(version, compression) {
  return new WriterPropertiesBuilder().setWriterVersion(version).setCompression(compression).setMaxRowGroupSize(16)
    .setDataPageSizeLimit(100).setWriteBatchSize(4).setKeyValueMetadata(new Map([['huggingface', metadata]]))
}

function write(name, builder) {
  writeFileSync(name, writeParquet(Table.fromIPCStream(arrow.tableToIPC(table, 'stream')), builder.build()))
}

write('others-1.parquet', properties(WriterVersion.V1, Compression.SNAPPY))
write('others-2.parquet', properties(WriterVersion.V2, Compression.ZSTD).setDictionaryEnabled(false))

const schema = [
  { name: 'root', num_children: 2 },
  { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
  { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
  { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  { name: 'label', type: 'INT64', repetition_type: 'OPTIONAL' },
]
writeFileSync('others-3.parquet', Buffer.from(parquetWriteBuffer({
  schema, rowGroupSize: 16, kvMetadata: [{ key: 'huggingface', value: metadata }],
  columnData: [{ name: 'image', data: rows.map(r => r.image) }, { name: 'label', data: rows.map(r => r.label) }],
})))
