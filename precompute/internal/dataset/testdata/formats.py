"""Writes small pictures in the kinds that formats know, and formats.tsv: the CRC-32 of the RGB bytes that PIL decodes each to, over white.
Where rounding may differ (JPEG, alpha) the bytes themselves are written too, as FILE.png.

Run with Debian's python3-pil and libturbojpeg0 in this folder: /usr/bin/python3 formats.py
"""
import ctypes
import glob
import os
import struct
import zlib

import PIL
from PIL import Image

W, H = 33, 21


def drawn(mode="RGB"):
    """Soft waves with an edge, so that neighbours differ and no two channels agree."""
    img = Image.new("RGBA", (W, H))
    for y in range(H):
        for x in range(W):
            edge = 90 if (x - 16) ** 2 + (y - 10) ** 2 < 60 else 0
            img.putpixel((x, y), (x * 7 % 160 + edge, y * 11 % 160 + edge, (x * y) % 160 + edge // 2, (x * 9 + y * 5) % 256))
    return img if mode == "RGBA" else img.convert("RGB").convert(mode)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, depth, kind, row, interlaced=False, extra=b""):
    """Writes a PNG by hand: row(y, xs) gives the bytes of the pixels xs of row y."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlaced else [(0, 0, 1, 1)]
    raw = b""
    for x0, y0, dx, dy in passes:
        for y in range(y0, H, dy):
            if x0 < W:
                raw += b"\0" + row(y, range(x0, W, dx))
    head = struct.pack(">IIBBBBB", W, H, depth, kind, 0, 0, int(interlaced))
    with open(name, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def ycck(name):
    """libjpeg-turbo stores CMYK as YCCK, with Adobe's marker."""
    lib = ctypes.CDLL("libturbojpeg.so.0")
    lib.tjInitCompress.restype = ctypes.c_void_p
    pixels, out, size = drawn("CMYK").tobytes(), ctypes.c_void_p(), ctypes.c_ulong()
    cmyk, full = 11, 0
    pixels = bytes(255 - v for v in pixels)  # Adobe's files are inverted
    if lib.tjCompress2(ctypes.c_void_p(lib.tjInitCompress()), pixels, W, 0, H, cmyk, ctypes.byref(out), ctypes.byref(size), full, 95, 0):
        raise SystemExit("tjCompress2 failed")
    with open(name, "wb") as f:
        f.write(ctypes.string_at(out, size.value))


def write():
    rgb, rgba = drawn(), drawn("RGBA")
    rgb.save("format-lossy.webp", quality=80)
    rgb.crop((0, 0, 6, 5)).save("format-small.webp", quality=90)
    rgba.save("format-lossy-alpha.webp", quality=80)
    rgb.save("format-lossless.webp", lossless=True)
    rgba.save("format-lossless-alpha.webp", lossless=True)
    palette = rgb.quantize(16)
    palette.save("format-plain.gif")
    palette.save("format-transparent.gif", transparency=3)
    frames = [palette, palette.rotate(180)]
    frames[0].save("format-animated.gif", save_all=True, append_images=frames[1:], duration=100)
    palette.save("format-interlaced.gif", interlace=True)
    for name, transparency in (("offset", {}), ("offset-transparent", {"transparency": 5})):
        palette.crop((0, 0, 12, 8)).save("temp.gif", **transparency)
        data = bytearray(open("temp.gif", "rb").read())
        data[6:10] = struct.pack("<HH", W, H)
        at = data.index(b"\x2c", 13 + 3 * (2 << (data[10] & 7)))
        data[at + 1:at + 5] = struct.pack("<HH", 9, 6)
        open(f"format-{name}.gif", "wb").write(data)
    rgb.save("format-rgb.bmp")
    rgba.save("format-rgba.bmp")
    palette.save("format-palette.bmp")
    drawn("L").save("format-gray.bmp")
    drawn("1").save("format-bits.bmp")
    px = rgba.load()
    png("format-rgb16.png", 16, 2, lambda y, xs: b"".join(struct.pack(">HHH", *(v * 257 + (x * 31 + y) % 200 - 100 * (v == 255) for v in px[x, y][:3])) for x in xs))
    png("format-interlaced.png", 8, 2, lambda y, xs: b"".join(bytes(px[x, y][:3]) for x in xs), interlaced=True)
    png("format-interlaced-alpha.png", 8, 6, lambda y, xs: b"".join(bytes(px[x, y]) for x in xs), interlaced=True)
    png("format-colour-key.png", 8, 2, lambda y, xs: b"".join(bytes(px[x, y][:3]) for x in xs), extra=chunk(b"tRNS", struct.pack(">HHH", *px[5, 5][:3])))
    ycck("format-ycck.jpg")
    drawn("L").save("format-gray-progressive.jpg", progressive=True, quality=90)
    rgb.save("format-progressive-420.jpg", progressive=True, quality=90, subsampling=2)
    os.remove("temp.gif")
    return sorted(glob.glob("format-*.*"))


def decoded(name):
    img = Image.open(name)
    if img.mode == "CMYK" or "A" not in img.mode and "transparency" not in img.info:
        return img.convert("RGB")
    white = Image.new("RGBA", img.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, img.convert("RGBA")).convert("RGB")


for old in glob.glob("format-*"):
    os.remove(old)
names = write()
with open("formats.tsv", "w") as out:
    print("# PIL", PIL.__version__, file=out)
    for name in names:
        img = decoded(name)
        if name.endswith(".jpg") or "alpha" in name:
            img.save(name + ".png")
        print(name, *img.size, "%08x" % zlib.crc32(img.tobytes()), sep="\t", file=out)
