"""Writes small pictures of every kind, and pictures.tsv: what PIL decodes them to, laid upright and over white.

Run with Debian's python3-pil in this folder: /usr/bin/python3 pil.py
A row of the table is: file, width, height, and the colours (as hex) at the middles of the four quarters.
"""
import PIL
from PIL import Image, ImageOps

COLOURS = [(220, 40, 30), (30, 200, 60), (40, 60, 210), (230, 220, 40)]


def quarters(mode="RGB", alphas=(255, 255, 255, 255)):
    """A 48 x 32 picture of four plain quarters."""
    img = Image.new("RGBA", (48, 32))
    for i, colour in enumerate(COLOURS):
        img.paste(colour + (alphas[i],), (24 * (i % 2), 16 * (i // 2), 24 * (i % 2) + 24, 16 * (i // 2) + 16))
    if mode == "P":
        return img.convert("RGB").quantize(8)
    return img if mode == "RGBA" else img.convert("RGB").convert(mode)


def write():
    """Writes the pictures and returns their names."""
    names = []

    def save(img, name, **options):
        img.save(name, **options)
        names.append(name)

    jpeg = {"quality": 95, "subsampling": 0}
    save(quarters(), "rgb.jpg", **jpeg)
    save(quarters(), "progressive.jpg", progressive=True, **jpeg)
    save(quarters(), "subsampled.jpg", quality=95, subsampling=2)
    save(quarters("L"), "gray.jpg", quality=95)
    save(quarters("CMYK"), "cmyk.jpg", **jpeg)
    for value in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = value
        save(quarters(), f"orientation-{value}.jpg", exif=exif, **jpeg)
    save(quarters(), "rgb.png")
    save(quarters("L"), "gray.png")
    save(quarters("P"), "palette.png")
    save(quarters("1"), "bits.png")
    half = quarters("RGBA", (255, 128, 0, 64))
    save(half, "alpha.png")
    save(half.convert("LA"), "gray-alpha.png")
    save(quarters("P"), "palette-alpha.png", transparency=quarters("P").getpixel((1, 1)))
    save(quarters("L").point(lambda v: v * 257, "I").convert("I;16"), "gray-16.png")
    return names


def decoded(name):
    img = ImageOps.exif_transpose(Image.open(name))
    if img.mode.startswith("I"):
        return Image.eval(img.convert("I"), lambda v: v).point(lambda v: v / 256).convert("L").convert("RGB")
    if img.mode == "CMYK" or img.mode in ("L", "RGB", "1"):
        return img.convert("RGB")
    white = Image.new("RGBA", img.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, img.convert("RGBA")).convert("RGB")


names = write()
with open("pictures.tsv", "w") as out:
    print("# PIL", PIL.__version__, file=out)
    for name in names:
        img = decoded(name)
        w, h = img.size
        colours = ["%02x%02x%02x" % img.getpixel((x, y)) for y in (h // 4, 3 * h // 4) for x in (w // 4, 3 * w // 4)]
        print(name, w, h, *colours, sep="\t", file=out)
