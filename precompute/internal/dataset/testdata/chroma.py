"""Writes JPEG files whose colour is stored at half resolution, and beside each what PIL decodes it to, as PNG.

Run with Debian's python3-pil in this folder: /usr/bin/python3 chroma.py (the files were made with PIL 9.4.0)
"""
import random

from PIL import Image

random.seed(7)
for name, subsampling, size in (("420", 2, (37, 29)), ("420-small", 2, (5, 3)), ("420-tiny", 2, (4, 4)), ("422", 1, (30, 21))):
    img = Image.new("RGB", size)
    img.putdata([tuple(random.randrange(40, 216) for _ in range(3)) for _ in range(size[0] * size[1])])
    img.save(f"chroma-{name}.jpg", quality=90, subsampling=subsampling)
    Image.open(f"chroma-{name}.jpg").convert("RGB").save(f"chroma-{name}.png")
