"""The app as a process of its own: where it cannot start, and that it ends cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from anatomy_viewer.desktop import probe
from tests.test_environment import HOSTILE

ROOT = Path(__file__).parents[2]
RUN = "import sys; from pathlib import Path; from anatomy_viewer.desktop.app import run; sys.exit(run({model}))"
CLOSES_ITSELF = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from anatomy_viewer.desktop import app, window

class Closing(window.MainWindow):
    def open_model(self, folder):
        super().open_model(folder)
        {when}

window.MainWindow = Closing
sys.exit(app.run(Path(sys.argv[1])))
"""


def _run(code: str, *arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **{key: value for key, value in environment.items() if value is not None}}
    for key in [key for key, value in environment.items() if value is None]:
        env.pop(key, None)
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "cause"),
    [
        ({"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}, probe.NO_DISPLAY),
        ({"DISPLAY": ":987", "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": "xcb"}, probe.NO_CONNECTION),
        ({"QT_QPA_PLATFORM": "offscreen"}, "the variable QT_QPA_PLATFORM asks for 'offscreen', "),
        ({"QT_QPA_PLATFORM": "minimal:x=1"}, "the variable QT_QPA_PLATFORM asks for 'minimal:x=1', "),
        ({"QT_QPA_PLATFORM": "eglfs;vnc"}, "the variable QT_QPA_PLATFORM asks for 'eglfs;vnc', "),
        ({"QT_QPA_PLATFORM": "nonsense\x1b[31m"}, "the variable QT_QPA_PLATFORM asks for 'nonsense\\u001b[31m', "),
        ({"DISPLAY": None, "WAYLAND_DISPLAY": "none", "QT_QPA_PLATFORM": "wayland"}, "Qt cannot use what the variable"),
    ],
)
def test_where_it_cannot_start_it_says_so_in_plain_words(environment: dict[str, str | None], cause: str) -> None:
    result = _run(RUN.format(model=None), **environment)
    assert result.returncode == 3
    assert result.stderr.startswith(f"anatomy-viewer: cannot open a window: {cause}")
    assert "Traceback" not in result.stderr
    assert "qt.qpa" not in result.stderr
    assert len(result.stderr.splitlines()) == 2
    assert result.stdout == ""


def test_another_platform_of_qt_is_no_fault_where_a_window_can_be_shown_all_the_same(tmp_path: Path) -> None:
    assert not probe._unfit_platform()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QT_QPA_PLATFORM", "offscreen;xcb")
        assert not probe._unfit_platform()


def test_plugins_that_are_looked_for_elsewhere_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("QT_PLUGIN_PATH", "/nowhere")
    assert "QT_PLUGIN_PATH" in probe._qt_problem('Could not find the Qt platform plugin "xcb" in "/nowhere"')


def test_a_missing_library_is_named_with_what_to_install() -> None:
    errors = "Traceback…\nImportError: libEGL.so.1: cannot open shared object file: No such file or directory\n"
    message = probe._qt_problem(errors)
    assert "libEGL.so.1" in message
    assert "libegl1" in message


@pytest.mark.parametrize(
    "when",
    [
        "QTimer.singleShot(0, self.close)",
        "self._loading.progressed.connect(self.close)",
        "self._loading.finished.connect(self.close)",
        "QTimer.singleShot(1500, self.close)",
    ],
    ids=["at once", "while loading", "as the model arrives", "after a while"],
)
def test_it_ends_cleanly_whenever_it_is_closed(tiny_pack: Path, tmp_path: Path, when: str) -> None:
    code = CLOSES_ITSELF.format(when=when)
    result = _run(code, str(tiny_pack), XDG_CONFIG_HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path))
    assert (result.returncode, result.stderr) == (0, "")


LOOKS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from anatomy_viewer.desktop import app

def then_look(probe, ask=app.window_problem):
    from anatomy_viewer.desktop import window  # not before the app has begun

    class Looking(window.MainWindow):
        def open_model(self, folder):
            super().open_model(folder)
            self.look()

        def look(self):
            if self.viewport.drawn and not self.loading:
                print("drawn")
                self.close()
            else:
                QTimer.singleShot(20, self.look)

    window.MainWindow = Looking
    return ask(probe)

app.window_problem = then_look
sys.exit(app.run(Path(sys.argv[1])))
"""


def test_variables_of_other_programs_do_not_keep_the_window_from_opening(tiny_pack: Path, tmp_path: Path) -> None:
    result = _run(LOOKS, str(tiny_pack), XDG_CONFIG_HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path), **HOSTILE)
    assert (result.returncode, result.stdout, result.stderr) == (0, "drawn\n", "")


STUCK = """
import signal, sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from anatomy_viewer.desktop import app, window
from anatomy_viewer.atlas.loader import load_atlas

def load(folder, *, progress):
    progress(1, 4, "Sacrum")
    {then}

class Closing(window.MainWindow):
    def __init__(self, settings):
        super().__init__(settings, loader=load)

    def open_model(self, folder):
        super().open_model(folder)
        self._loading.progressed.connect(self.end)

    def end(self):
        {end}

window.MainWindow = Closing
code = app.run(Path(sys.argv[1]))
print("came back")
sys.exit(code)
"""
STUCK_HERE = "threading.Event().wait()"
STUCK_IN_C = "open(folder / 'pipe', 'rb').read()"


@pytest.mark.parametrize(
    ("then", "end", "code"),
    [
        (STUCK_HERE, "self.close()", 0),
        (STUCK_IN_C, "self.close()", 0),
        (STUCK_IN_C, "QTimer.singleShot(0, self.close)", 0),
        (STUCK_HERE, "signal.raise_signal(signal.SIGTERM)", -signal.SIGTERM),
    ],
    ids=["closed", "closed while in a pipe", "closed a moment later", "told to end by the system"],
)
def test_a_loader_that_is_stuck_does_not_keep_the_process(tmp_path: Path, then: str, end: str, code: int) -> None:
    os.mkfifo(tmp_path / "pipe")
    text = STUCK.format(then=then, end=end)
    result = _run(text, str(tmp_path), XDG_CONFIG_HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path))
    assert (result.returncode, result.stdout, result.stderr) == (code, "", "")


SCALED = """
import sys
from pathlib import Path
import numpy as np
from PySide6.QtCore import QPointF, QSettings
from PySide6.QtWidgets import QApplication
from anatomy_viewer.desktop.settings import Settings
from anatomy_viewer.desktop.window import MainWindow

app = QApplication([])
window = MainWindow(Settings(QSettings(sys.argv[2], QSettings.Format.IniFormat)))
window.show()
window.open_model(Path(sys.argv[1]))
while not window.viewport.drawn:
    app.processEvents()
surface, picked = window.viewport.surface, None
for share in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65):
    place = QPointF(surface.width() * share, surface.height() * 0.4)
    picked = picked or window.viewport.pick(place)
window.camera.center_on(picked.position)
middle = window.viewport.pick(QPointF(surface.width() / 2 - 0.5, surface.height() / 2 - 0.5))
apart = np.linalg.norm(picked.position - middle.position)
print(surface.devicePixelRatioF(), picked.structure == middle.structure, apart)
print(window.viewport.size_px == tuple(surface.render_window.GetSize()))
window.close()
"""


@pytest.mark.parametrize("scale", ["1.25", "2"])
def test_on_a_fine_screen_the_pointer_hits_what_is_under_it(tiny_pack: Path, tmp_path: Path, scale: str) -> None:
    result = _run(SCALED, str(tiny_pack), str(tmp_path / "settings.ini"), QT_SCALE_FACTOR=scale)
    assert result.returncode == 0, result.stderr
    ratio, same, apart, sizes_agree = result.stdout.split()
    assert (float(ratio), same, sizes_agree) == (float(scale), "True", "True")
    assert float(apart) < 1.0


def test_a_model_that_cannot_be_opened_does_not_end_it(tmp_path: Path) -> None:
    code = CLOSES_ITSELF.format(when="self._loading.finished.connect(self.close)")
    result = _run(code, str(tmp_path / "nowhere"), XDG_CONFIG_HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path))
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": None, "XDG_CONFIG_HOME": "{file}", "XDG_STATE_HOME": "{file}"},
        {"HOME": "{file}", "XDG_CONFIG_HOME": None, "XDG_STATE_HOME": None},
        {"HOME": "", "XDG_CONFIG_HOME": "{pipes}", "XDG_STATE_HOME": "{pipes}"},
    ],
    ids=["a file for a folder", "no home", "pipes"],
)
def test_where_nothing_can_be_remembered_it_opens_and_closes_all_the_same(
    tiny_pack: Path, tmp_path: Path, environment: dict[str, str | None]
) -> None:
    (tmp_path / "file").touch()
    for pipe in ("anatomy-viewer/anatomy-viewer.ini", "anatomy-viewer/log/errors.log"):
        (tmp_path / "pipes" / pipe).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(tmp_path / "pipes" / pipe)
    places = {"file": tmp_path / "file", "pipes": tmp_path / "pipes"}
    filled = {key: value and value.format(**places) for key, value in environment.items()}
    code = CLOSES_ITSELF.format(when="self._loading.finished.connect(self.close)")
    result = _run(code, str(tiny_pack), **filled)
    assert result.returncode == 0
    assert "Traceback" not in result.stderr
    assert result.stderr.count("the settings could not be kept") <= 1, "told, but not again and again"
