"""Make the gallery: what tenuremix writes from the data that comes with it, as pictures.

Run as ``python docs/build_gallery.py`` with the test extra, Chromium and ``pdftoppm``: it writes
``docs/galleri.md`` and every picture that it names.  A picture more is a line more in ``PICTURES``.
The same browser with the same fonts gives the same pictures.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tenuremix.answers.note import render_note
from tenuremix.counting.check import check_proposal
from tenuremix.counting.decisions import Place
from tenuremix.counting.proposal import Plot
from tenuremix.counting.tenure import Tenure
from tenuremix.inputs import Workspace
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.map.page import render_map
from tenuremix.report.build import Reports, build_reports, render_html
from tenuremix.report.pdf import render_pdf

if TYPE_CHECKING:
    from playwright.sync_api import Browser


DOCS = Path(__file__).parent
PAGE = DOCS / "galleri.md"
FOLDER = DOCS / "galleri"
SWITCHES = ("no-sandbox", "disable-gpu", "disable-lcd-text", "font-render-hinting=none",
            "force-color-profile=srgb", "disable-partial-raster")  # fmt: skip
RING = ("146952,6397478", "147032,6397458", "147072,6397508", "146992,6397588")
"""The corners of the plot that is drawn on the page of the server."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: what it shows, of which document, and what is done before it is taken.

    Parameters
    ----------
    name
        Of the file, without its ending.
    caption
        What the reader should see.
    document
        One of :data:`DOCUMENTS`, or the ``page`` of the server.
    keys
        Pressed on the page, one after another.
    click
        A selector of what is clicked after that.
    link
        What follows the address, of a document that is served.
    part
        A selector of what is shown, alone; else the window.
    size
        Of the window, in pixels.
    paper
        Printed on this paper instead, and the page shown.
    page
        Of a document that is a PDF already: the page that is shown.
    """

    name: str
    caption: str
    document: str = "map"
    keys: str = ""
    click: str = ""
    link: str = ""
    part: str = ""
    size: tuple[int, int] = (1280, 900)
    paper: str = ""
    page: int = 0

    @property
    def file(self) -> str:
        """The file's name: a browser writes the smaller WebP, and ``pdftoppm`` PNG."""
        return f"{self.name}.png" if self.paper or self.page else f"{self.name}.webp"


PICTURES = (
    Picture("karta", "What each area lacks, and how far its share lies from the city's."),
    Picture("karta-majoritet", "The majority tenure of each area.", keys="7"),
    Picture("karta-hyresratt", "Where hyresrätter are missing, and how many.", keys="4"),
    Picture("karta-skillnad", "What the decided dwellings change, by mellanområde.", keys="9s"),
    Picture(
        "karta-andel", "Shares; the same in English.", document="map-en", keys="0"
    ),
    Picture("karta-mal", "Where a target applies, what counts there, and will it be reached.",
            keys="2"),
    Picture("karta-forslag", "What the plan proposes for the open plots, and what comes of it.",
            keys="r"),
    Picture(
        "karta-omrade", "An area tells what it has, lacks and will have.", keys="1",
        click="#values tbody tr:nth-child(8) button",
    ),
    Picture("karta-bildspel", "A presentation: large type and a sentence each.", keys="b",
            size=(1280, 720)),
    Picture("karta-smal", "On a telephone.", size=(390, 844)),
    Picture("karta-utskrift", "Printed: one landscape page, here A4.", keys="1", paper="A4"),
    Picture("rapport", "The yearly report begins with the answer.", document="report",
            size=(1000, 1200)),
    Picture("rapport-sakerhet", "How sure: the range over the definitions.", document="report",
            part="#sure figure", size=(1000, 900)),
    Picture("rapport-pdf", "The report as a PDF: its first page.", document="report-pdf", page=1),
    Picture("rapport-pdf-karta", "Its last page: where the dwellings count, and what is not known.",
            document="report-pdf", page=4),
    Picture("bilaga-pdf", "The annex: what is missing, level by level.",
            document="annex-pdf", page=2),
    Picture("sida", "A plot is drawn, and the page says at once what it does.", document="page",
            link=f"#d=2025-06-30&A=80.40.0.0*ritad*{';'.join(RING)}"),
    Picture("sida-alternativ", "Alternatives side by side: what differs, and what each counts.",
            document="page", link=f"#d=2025-06-30&A=80.40.0.0*ritad*{';'.join(RING)}"
            f"&B=120.0.0.0*ritad*{';'.join(RING)}&v=jamfor"),
    Picture("kontroll", "The check of one proposal.", document="note", size=(900, 1100)),
)  # fmt: skip


@cache
def _workspace() -> Workspace:
    return load(find_settings(Path("/nowhere")))


@cache
def _reports() -> Reports:
    return build_reports(_workspace(), 2025, as_of=date(2025, 12, 31))


def _note() -> str:
    workspace = _workspace()
    plot = Plot("Planen", Place(area="109"), {Tenure.HYRESRATT: 80, Tenure.BOSTADSRATT: 40})
    return render_note(check_proposal(workspace.books, [plot], workspace.targets), workspace)


DOCUMENTS: dict[str, Callable[[], str | bytes]] = {
    "map": lambda: render_map(_workspace()),
    "map-en": lambda: render_map(_workspace(), language="en"),
    "report": lambda: render_html(_reports().report),
    "report-pdf": lambda: render_pdf(_reports().report),
    "annex-pdf": lambda: render_pdf(_reports().annex),
    "note": _note,
}


def page_text() -> str:
    """Write the document that shows the pictures."""
    shown = [f"## {p.caption}\n\n![{p.caption}](galleri/{p.file})\n" for p in PICTURES]
    about = (
        "Made by `python docs/build_gallery.py` from the data that comes with tenuremix:\n"
        "schematic boundaries, and some fictional decisions. The pages themselves are written by\n"
        "`tenuremix build`, `tenuremix check` and `tenuremix serve`.\n"
    )
    return "\n".join(["# Gallery\n", about, *shown])


def picture_of_pdf(pdf: Path, picture: Path, page: int = 1, dots_per_inch: int = 100) -> None:
    """Draw one page of a PDF, with poppler's ``pdftoppm``."""
    what = ["-png", "-singlefile", "-r", str(dots_per_inch), "-f", str(page)]
    run = [shutil.which("pdftoppm") or "pdftoppm", *what, str(pdf), str(picture.with_suffix(""))]
    subprocess.run(run, check=True)  # noqa: S603 - the program's own name and files of ours


def take(browser: Browser, picture: Picture, document: str) -> None:
    """Open the address of a document, do what the picture asks for, and keep what is seen."""
    width, height = picture.size
    page = browser.new_page(
        viewport={"width": width, "height": height}, reduced_motion="reduce", locale="sv-SE"
    )
    page.goto(f"{document}{picture.link}", wait_until="networkidle")
    if page.locator("#map-data").count():  # its table comes last
        page.locator("#values tbody tr").first.wait_for(state="attached")
    for key in picture.keys:
        page.keyboard.press(key)
    if picture.click:
        page.click(picture.click)
    page.wait_for_timeout(300)
    file = FOLDER / picture.file
    if picture.paper:
        with tempfile.NamedTemporaryFile(suffix=".pdf") as pdf:
            page.pdf(path=pdf.name, format=picture.paper, landscape=True)
            picture_of_pdf(Path(pdf.name), file)
    else:
        box = page.locator(picture.part).bounding_box() if picture.part else {}
        clip = {"clip": {**box, "scale": 1}, "captureBeyondViewport": True} if box else {}
        session = page.context.new_cdp_session(page)
        shot = {"format": "webp", "quality": 85, **clip}
        file.write_bytes(b64decode(session.send("Page.captureScreenshot", shot)["data"]))
    page.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the example in a process of its own, and give its address."""
    command = [sys.executable, "-m", "tenuremix", "serve", "--port", "0"]
    server = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stderr is not None  # noqa: S101
        said = server.stderr.readline()
        yield next(word for word in said.split() if word.startswith("http://"))
    finally:
        server.terminate()
        server.communicate()


def main() -> None:
    """Write the page and take every picture anew."""
    from playwright.sync_api import sync_playwright

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    PAGE.write_text(page_text(), encoding="utf-8")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        files = {}
        for name, write in DOCUMENTS.items():
            made = write()
            files[name] = Path(folder) / f"{name}.{'pdf' if isinstance(made, bytes) else 'html'}"
            files[name].write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[f"--{each}" for each in SWITCHES]
        )
        for picture in PICTURES:
            if picture.page:
                picture_of_pdf(files[picture.document], FOLDER / picture.file, picture.page, 70)
            else:
                file = files.get(picture.document)
                take(browser, picture, file.as_uri() if file else address)
        browser.close()


if __name__ == "__main__":
    main()
