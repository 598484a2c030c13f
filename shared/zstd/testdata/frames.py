"""Frames of libzstd, for zstd_test.go: /usr/bin/python3 shared/zstd/testdata/frames.py > shared/zstd/testdata/frames.txt

A line is a name, the sha256 of the content, its size, and the frame in base64. A window of 1 kB makes blocks of 1 kB, so that frames of
many blocks, which use the tables of earlier ones, are small. Made by zstandard 0.20.0 with libzstd 1.5.4.
"""

import base64
import hashlib
import random
import struct

import zstandard

random.seed(4)
words = "layer channel link step influence attribution graph count image class the of a in".split()
contents = {
    "counts": struct.pack("<1500I", *(int(1300 / (1 + random.randrange(400))) for _ in range(1500))),
    "text": " ".join(words[min(random.randrange(14), random.randrange(14))] for _ in range(900)).encode(),
    "floats": struct.pack("<400f", *(random.choice([0, 0, 0.5, random.random()]) for _ in range(400))),
    "runs": b"".join(bytes([random.randrange(4)]) * random.randrange(300) for _ in range(40)),
    "noise": bytes(random.randrange(256) for _ in range(700)),
    "zeros": bytes(200000),
}
for name, content in contents.items():
    for level in (-5, 1, 19):
        for window in (10, 17):
            parameters = zstandard.ZstdCompressionParameters.from_level(
                level, window_log=window, write_checksum=level % 2, write_content_size=window > 10)
            frame = zstandard.ZstdCompressor(compression_params=parameters).compress(content)
            print(f"{name},{level},{window}", hashlib.sha256(content).hexdigest(), len(content), base64.b64encode(frame).decode())
