"""script/identity: the icons, and the picture that other sites show where somebody links to this one.

They are drawn by a browser: the icons from `static/img/mark.svg`, the picture from `identity.html` and from the map
that script/server of the same folder serves. What it makes is committed, so it is run where mark or map have changed.
"""

import base64
import struct
import sys
import zlib
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from script.local import chromium, port, visits
from script.local.processes import say

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "static" / "img"
PAPER = "#fcfaf6"
# Side of the icon in pixels, and how much of it the mark takes: what launchers mask keeps to a circle of four fifths.
ICONS = ((32, 0.94), (180, 0.66), (192, 0.56), (512, 0.56))
SIZE = {"width": 1200, "height": 630}
# The piece of the map as it is for somebody who has mastered the first lines.
PLACE = """source => {
    const map = document.querySelector('.map'), symbols = document.querySelector('symbol').closest('svg');
    document.body.innerHTML = source;
    document.body.append(symbols);
    document.querySelector('.piece').append(map);
    const mastered = new Set(['1', '3']);
    for (const each of map.querySelectorAll('.station')) {
        if (!mastered.has(each.dataset.phase)) continue;
        each.dataset.state = 'mastered';
        each.querySelector('use').setAttribute('href', '#s-mastered');
    }
    for (const each of map.querySelectorAll('.route'))
        each.classList.toggle('filled', mastered.has(each.dataset.phase));
}"""

# A browser writes each pixel in full. The 256 colors that are met most often, with each other one as the nearest of
# them, look the same in a third of the bytes.
PALETTE = """async source => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    const met = new Map();
    for (const each of pixels) met.set(each, (met.get(each) ?? 0) + 1);
    const kept = [...met].sort((one, other) => other[1] - one[1]).slice(0, 256).map(([color]) => color);
    const parts = color => [color & 255, (color >> 8) & 255, (color >> 16) & 255];
    const away = (one, other) => parts(one).reduce((sum, part, at) => sum + (part - parts(other)[at]) ** 2, 0);
    const nearer = color => (best, each, at) => away(each, color) < away(kept[best], color) ? at : best;
    const places = new Map([...met.keys()].map(color => [color, kept.reduce(nearer(color), 0)]));
    const [size, colors] = [[image.width, image.height], kept.flatMap(parts)];
    return {size, colors, pixels: Array.from(pixels, each => places.get(each))};
}"""


def main() -> None:
    if not visits.is_served():
        sys.exit(f"Nobody serves on port {port.number()}. Start script/server in this folder, then run this beside it.")
    program = chromium.find() or sys.exit(chromium.NONE_FOUND)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for side, share in ICONS:
            draw_icon(browser, side, share)
        draw_picture(browser)
        browser.close()


def draw_icon(browser: Browser, side: int, share: float) -> None:
    page = browser.new_page(viewport={"width": side, "height": side}, color_scheme="light")
    page.set_content(
        f"<body style='margin:0;height:{side}px;display:grid;place-items:center;background:{PAPER}'>"
        f"<div style='width:{share:%}'>{(IMAGES / 'mark.svg').read_text()}</div>"
    )
    written(page, f"mark-{side}.png")


def draw_picture(browser: Browser) -> None:
    page = browser.new_page(viewport=SIZE, color_scheme="light", bypass_csp=True)  # type: ignore[arg-type]
    page.goto(f"{visits.base()}/roadmap/map/")
    page.evaluate(PLACE, (Path(__file__).parent / "identity.html").read_text())
    written(page, "preview.png")


def written(page: Page, name: str) -> None:
    """Keep what the page shows."""
    source = f"data:image/png;base64,{base64.b64encode(page.screenshot()).decode()}"
    picture = png(**page.evaluate(PALETTE, source))
    (IMAGES / name).write_bytes(picture)
    say(f"static/img/{name}: {len(picture) / 1000:.1f} KB")
    page.close()


def png(size: tuple[int, int], colors: list[int], pixels: list[int]) -> bytes:
    """A PNG whose pixels are places in a table of colors."""
    width, height = size
    lines = b"".join(b"\0" + bytes(pixels[at : at + width]) for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", bytes(colors)), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


if __name__ == "__main__":
    main()
