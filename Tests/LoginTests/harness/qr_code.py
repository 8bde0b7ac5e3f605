"""Reads QR codes off a screen, as a telephone does: as a picture."""

import subprocess
import tempfile

from PIL import Image

_CELL = (8, 16)  # pixels, as on most terminals

# How bright the upper and the lower half of a cell are, of what the terminal writes with. A number sign leaves much
# of its cell empty.
_INK = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), "#": (0.6, 0.6)}


def read(rows, background="dark"):
    """The text of the one code on a screen whose background is dark or light."""
    width, height = _CELL
    picture = Image.new("L", (width * max(map(len, rows)), height * len(rows)))
    for line, row in enumerate(rows):
        for column, character in enumerate(row):
            for half, ink in enumerate(_INK.get(character, (0, 0))):
                bright = ink if background == "dark" else 1 - ink
                left, upper = column * width, line * height + half * height // 2
                picture.paste(
                    int(255 * bright), (left, upper, left + width, upper + height // 2))
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        picture.save(file.name)
        done = subprocess.run(
            ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file.name],
            capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError("zbarimg sees no code in\n" + "\n".join(rows))
    return done.stdout.strip()
