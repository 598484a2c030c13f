"""Writes resample.tsv: what PIL makes of a drawn picture, resized and cropped, as the CRC-32 of the RGB bytes.

Run with Debian's python3-pil: /usr/bin/python3 pil.py > resample.tsv
"""
import zlib

import PIL
from PIL import Image

FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "nearest": Image.NEAREST}
# picture's width and height, resized width and height, crop's left, top, width and height
# (sides chosen so that no output pixel lies between two input pixels: PIL's nearest falls either way there)
FRAMES = [
    (500, 375, 341, 256, 58, 16, 224, 224),
    (375, 500, 256, 341, 16, 58, 224, 224),
    (64, 64, 64, 64, 0, 0, 64, 64),
    (64, 48, 97, 101, 0, 0, 97, 101),
    (17, 31, 256, 466, 16, 121, 224, 224),
    (1000, 3, 7, 5, 0, 0, 7, 5),
    (1, 1, 8, 8, 2, 2, 4, 4),
    (333, 1, 32, 32, 0, 0, 32, 32),
    (1023, 767, 299, 299, 0, 0, 299, 299),
]


def drawn(width, height):
    """Pixel x, y, channel c: waves and steps, so that no two filters agree."""
    data = bytearray()
    for y in range(height):
        for x in range(width):
            for c in range(3):
                data.append((x * x * (3 + c) + y * (7 + 5 * c) + (x * y >> 3)) % (251 - c))
    return Image.frombytes("RGB", (width, height), bytes(data))


print("# PIL", PIL.__version__)
print("filter", "width", "height", "resized_width", "resized_height", "left", "top", "crop_width", "crop_height", "crc32", sep="\t")
for name, kernel in FILTERS.items():
    for width, height, rw, rh, left, top, cw, ch in FRAMES:
        crop = drawn(width, height).resize((rw, rh), kernel).crop((left, top, left + cw, top + ch))
        print(name, width, height, rw, rh, left, top, cw, ch, "%08x" % zlib.crc32(crop.tobytes()), sep="\t")
